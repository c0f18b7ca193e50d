'use client';

import type { SongView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { CircleAlert, FolderOpen, Pause, Play, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatBytes, formatTimeLeft } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Progress } from '../../components/progress.tsx';
import { toast } from '../../components/toast.ts';
import type { UploadItem } from '../api/upload-client.ts';
import { recallUpload } from '../api/upload-memory.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { useUploads } from '../api/use-uploads.ts';

/** Files on their way up, with what can be done to each; failures stay until dismissed. Nothing when there is none. */
export default function UploadList({ song }: { song: SongView }) {
  const { items, uploads } = useUploads(song.id);
  const trpc = useTRPC();
  const dismiss = useMutation(trpc.uploads.dismiss.mutationOptions({ onError: (error) => toast.failed(error) }));

  // What this browser had begun before a reload can go on once its file is chosen again.
  useEffect(() => {
    const begunHere = song.uploads.filter(({ id, state }) => state === 'open' && recallUpload(id) !== null);
    const known = begunHere.map(({ id, ...upload }) => ({ ...upload, uploadId: id }));
    uploads.adopt(song.id, known);
  }, [song.id, song.uploads, uploads]);

  const shown = items.filter(({ phase }) => phase !== 'done');
  const failedEarlier = song.uploads.filter(
    ({ id, state }) => state === 'failed' && !items.some(({ uploadId }) => uploadId === id),
  );
  if (shown.length === 0 && failedEarlier.length === 0) return null;
  return (
    <section aria-label="Uploads" className="rounded-l border border-line bg-surface p-2">
      <ul className="grid gap-0.5">
        {shown.map((item) => (
          <UploadRow key={item.uploadId} item={item} />
        ))}
        {failedEarlier.map((upload) => (
          <li key={upload.id} className="flex items-start gap-2 rounded-m px-2 py-1.5">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{upload.fileName}</span>
              <span className="text-muted text-sm">{upload.failureMessage ?? 'This file could not be read.'}</span>
            </span>
            <IconButton
              label={`Dismiss ${upload.fileName}`}
              size="s"
              icon={<X aria-hidden className="size-4" />}
              onClick={() => dismiss.mutate({ uploadId: upload.id })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateText({ phase, sentBytes, sizeBytes, bytesPerSecond, secondsLeft, message }: UploadItem): string {
  switch (phase) {
    case 'waiting':
      return `Waiting, ${formatBytes(sizeBytes)}`;
    case 'sending': {
      const rate = bytesPerSecond === null ? '' : ` · ${formatBytes(bytesPerSecond)}/s`;
      const left = secondsLeft === null ? '' : ` · ${formatTimeLeft(secondsLeft)} left`;
      return `${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}${rate}${left}`;
    }
    case 'paused':
      return `Paused at ${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`;
    case 'offline':
      return 'No connection; goes on by itself when it is back';
    case 'finishing':
      return 'Checking that every byte arrived';
    case 'needs-file':
      return 'Was cut off. Choose the same file again to go on where it stopped';
    case 'failed':
      return message ?? 'The upload failed. Try again.';
    case 'done':
      return 'Uploaded';
  }
}

function UploadRow({ item }: { item: UploadItem }) {
  const { uploads } = useUploads();
  const input = useRef<HTMLInputElement>(null);
  const { uploadId, fileName, phase } = item;
  const failed = phase === 'failed';
  const tell = (error: unknown) => toast.failed(error instanceof Error ? error.message : error);
  return (
    <li className="flex items-center gap-2 rounded-m px-2 py-1.5">
      {failed ? <CircleAlert aria-hidden className="size-4 shrink-0 self-start text-bad" /> : null}
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="truncate font-medium">{fileName}</span>
          <span className="text-muted text-sm tabular-nums">{stateText(item)}</span>
        </div>
        {failed ? null : (
          <Progress
            label={`Upload of ${fileName}`}
            value={phase === 'finishing' ? null : item.sizeBytes === 0 ? 0 : item.sentBytes / item.sizeBytes}
            className="mt-1.5"
          />
        )}
      </div>
      {phase === 'sending' || phase === 'waiting' || phase === 'offline' ? (
        <IconButton
          label={`Pause ${fileName}`}
          size="s"
          icon={<Pause aria-hidden className="size-4" />}
          onClick={() => uploads.pause(uploadId)}
        />
      ) : null}
      {phase === 'paused' ? (
        <IconButton
          label={`Resume ${fileName}`}
          size="s"
          icon={<Play aria-hidden className="size-4" />}
          onClick={() => uploads.resume(uploadId)}
        />
      ) : null}
      {phase === 'needs-file' ? (
        <>
          <IconButton
            label={`Choose ${fileName} again`}
            size="s"
            icon={<FolderOpen aria-hidden className="size-4" />}
            onClick={() => input.current?.click()}
          />
          <input
            ref={input}
            type="file"
            hidden
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = '';
              if (file) uploads.resumeWithFile(uploadId, file).catch(tell);
            }}
          />
        </>
      ) : null}
      {failed && item.canResume ? (
        <IconButton
          label={`Try ${fileName} again`}
          size="s"
          icon={<RotateCcw aria-hidden className="size-4" />}
          onClick={() => uploads.resume(uploadId)}
        />
      ) : null}
      <IconButton
        label={failed ? `Dismiss ${fileName}` : `Cancel ${fileName}`}
        size="s"
        icon={<X aria-hidden className="size-4" />}
        onClick={() => void (failed ? uploads.dismiss(uploadId) : uploads.cancel(uploadId)).catch(toast.failed)}
      />
    </li>
  );
}
