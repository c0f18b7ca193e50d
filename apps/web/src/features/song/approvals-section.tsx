'use client';

import { useMutation } from '@tanstack/react-query';
import { BadgeCheck, CircleCheck, CircleSlash, CircleX } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { toast } from '../../components/toast.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { useReview } from '../review/review-context.tsx';
import { ShaTag } from './sha-tag.tsx';

/** Who said yes or no to which exact file; what no longer counts stays to be read. */
export default function ApprovalsSection() {
  const { song, me } = useReview();
  const trpc = useTRPC();
  const withdraw = useMutation(trpc.approvals.withdraw.mutationOptions({ onError: (error) => toast.failed(error) }));
  if (song.approvals.length === 0)
    return (
      <EmptyState icon={<BadgeCheck />} title="Nobody has decided yet" level={3} className="mt-4">
        A yes or no is bound to one exact file. Listen to a mix or master, then approve it or say “not yet”.
      </EmptyState>
    );
  return (
    <ul className="grid gap-1 pt-3">
      {song.approvals.map((approval) => (
        <li
          key={approval.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-m px-2 py-2 hover:bg-hover"
        >
          {!approval.valid ? (
            <CircleSlash aria-hidden className="size-4 shrink-0 text-faint" />
          ) : approval.decision === 'approved' ? (
            <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
          ) : (
            <CircleX aria-hidden className="size-4 shrink-0 text-warn" />
          )}
          <div className={cx('min-w-0 flex-1 basis-56', !approval.valid && 'text-muted')}>
            <p>
              <b className="font-semibold">{approval.by.name}</b>{' '}
              {approval.decision === 'approved' ? 'approved' : 'said “not yet” to'}{' '}
              <b className="font-semibold">{approval.versionLabel}</b>, <RelativeTime date={approval.createdAt} />
            </p>
            {approval.note ? <p className="whitespace-pre-wrap text-muted">{approval.note}</p> : null}
          </div>
          {approval.valid ? null : <Tag>No longer counts</Tag>}
          <ShaTag sha256={approval.fileSha256} />
          {approval.valid && approval.by.id === me?.id ? (
            <Button
              size="s"
              variant="quiet"
              loading={withdraw.isPending && withdraw.variables.approvalId === approval.id}
              onClick={() => withdraw.mutate({ approvalId: approval.id })}
            >
              Withdraw
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
