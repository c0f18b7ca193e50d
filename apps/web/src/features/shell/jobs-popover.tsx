'use client';

import type { JobView } from '@sweetspot/protocol/jobs';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, RotateCcw, X } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '../../components/button-class.ts';
import { plural } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Popover } from '../../components/popover.tsx';
import { Progress } from '../../components/progress.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { toast } from '../../components/toast.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** The jobs as a button that counts them and a list that opens. */
export default function JobsPopover({ jobs }: { jobs: readonly JobView[] }) {
  const running = jobs.filter((job) => job.state === 'queued' || job.state === 'running');
  const failed = jobs.filter((job) => job.state === 'failed');
  const label = [
    running.length > 0 ? `${plural(running.length, 'job')} running` : null,
    failed.length > 0 ? `${plural(failed.length, 'job')} failed` : null,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <Popover
      label="Jobs"
      className="w-88"
      trigger={
        <button type="button" title={label} className={buttonClass({ variant: 'quiet' })}>
          <span className="sr-only">{label}</span>
          {running.length > 0 ? (
            <span aria-hidden className="flex items-center gap-1.5">
              <Spinner className="text-accent" />
              <span className="tabular-nums">{running.length}</span>
            </span>
          ) : null}
          {failed.length > 0 ? (
            <span aria-hidden className="flex items-center gap-1.5">
              <CircleAlert className="size-4 text-bad" />
              <span className="tabular-nums">{failed.length}</span>
            </span>
          ) : null}
        </button>
      }
    >
      <h2 className="px-1 font-semibold">Jobs</h2>
      <ul className="mt-2 flex flex-col gap-1">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
    </Popover>
  );
}

/** A job: what it makes, how far it is, and cancel or retry. */
export function JobRow({ job }: { job: JobView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const settled = {
    onError: toast.failed,
    onSettled: () => queryClient.invalidateQueries(trpc.jobs.list.pathFilter()),
  };
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions(settled));
  const retry = useMutation(trpc.jobs.retry.mutationOptions(settled));
  const failed = job.state === 'failed';
  return (
    <li className="flex items-center gap-2 rounded-m p-1">
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-2">
          <Link href={`/songs/${job.songId}`} className="truncate rounded-s font-medium hover:underline touch:py-2.5">
            {job.label}
          </Link>
          <span className={failed ? 'text-bad text-sm' : 'text-muted text-sm tabular-nums'}>{jobStateText(job)}</span>
        </div>
        {failed ? (
          <p className="text-muted text-sm">{job.failureMessage ?? 'It stopped without saying why.'}</p>
        ) : (
          <Progress value={job.state === 'queued' ? null : job.progress} label={job.label} className="mt-1.5" />
        )}
      </div>
      {job.canRetry ? (
        <IconButton
          label={`Try again: ${job.label}`}
          icon={<RotateCcw aria-hidden className="size-4" />}
          loading={retry.isPending}
          onClick={() => retry.mutate({ jobId: job.id })}
        />
      ) : null}
      {failed ? null : (
        <IconButton
          label={`Cancel: ${job.label}`}
          icon={<X aria-hidden className="size-4" />}
          loading={cancel.isPending || job.cancelRequested}
          onClick={() => cancel.mutate({ jobId: job.id })}
        />
      )}
    </li>
  );
}

function jobStateText(job: JobView): string {
  if (job.state === 'failed') return 'Failed';
  if (job.cancelRequested) return 'Stopping…';
  return job.state === 'queued' ? 'Waiting' : `${Math.round(job.progress * 100)} %`;
}
