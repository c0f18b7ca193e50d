'use client';

import type { StemView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, CircleAlert, FolderUp, MoreHorizontal, Pencil, Plus, Trash2, Upload } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatLength, formatLufs, formatSampleRate } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx';
import { Progress } from '../../components/progress.tsx';
import { Tag } from '../../components/tag.tsx';
import { toast } from '../../components/toast.ts';
import { WaveformThumbnail } from '../../components/waveform-thumbnail.tsx';
import { useTRPC } from '../api/use-trpc.ts';
import { secondsOfFile } from '../review/playable.ts';
import { useReview, useReviewLive } from '../review/review-context.tsx';
import { usePlayerSnapshot } from '../review/use-player-snapshot.ts';
import { HearStemButton } from './hear-stem-button.tsx';
import { StemPlayhead } from './stem-playhead.tsx';
import { stemRoleName } from './stem-role.ts';
import { useUploadPicker } from './upload-zone.tsx';

const StemDialog = dynamic(() => import('./stem-dialog.tsx'), { ssr: false });
const RemoveDialog = dynamic(() => import('./remove-dialog.tsx'), { ssr: false });

/** The stems in their order, with what each sounds like at a glance. */
export function StemsSection() {
  const { song, can } = useReview();
  const picker = useUploadPicker();
  const [editing, setEditing] = useState<StemView | null>(null);
  const [removing, setRemoving] = useState<StemView | null>(null);
  const trpc = useTRPC();
  const reorder = useMutation(trpc.stems.reorder.mutationOptions({ onError: (error) => toast.failed(error) }));
  const remove = useMutation(trpc.stems.remove.mutationOptions());

  if (song.stems.length === 0)
    return (
      <EmptyState
        icon={<Upload />}
        title="No stems yet"
        level={3}
        className="mt-4"
        action={
          // A song without a version offers the same above.
          picker && song.versions.length > 0 ? (
            <>
              <Button variant="primary" icon={<Upload aria-hidden className="size-4" />} onClick={picker.pickFiles}>
                Choose files
              </Button>
              <Button icon={<FolderUp aria-hidden className="size-4" />} onClick={picker.pickFolder}>
                Choose a folder
              </Button>
            </>
          ) : null
        }
      >
        {picker
          ? 'Drop the folder with the stems anywhere on this page. WAV, AIFF, FLAC, MP3, M4A, OGG and Opus, as they are.'
          : 'The stems appear here as soon as somebody uploads them.'}
      </EmptyState>
    );

  const move = (index: number, by: number) => {
    const ids = song.stems.map(({ id }) => id);
    const [moved] = ids.splice(index, 1);
    ids.splice(index + by, 0, moved!);
    reorder.mutate({ songId: song.id, stemIds: ids });
  };
  return (
    <div className="pt-3">
      <ol className="grid gap-0.5">
        {song.stems.map((stem, index) => (
          <li
            key={stem.id}
            className="grid grid-cols-[20px_auto_minmax(0,1fr)_auto] items-center gap-x-3 rounded-m px-2 py-1 hover:bg-hover md:h-10 md:grid-cols-[20px_auto_minmax(96px,180px)_minmax(0,1fr)_112px_92px_auto] md:py-0"
          >
            <span className="text-faint tabular-nums">{index + 1}</span>
            <HearStemButton stem={stem} />
            <span className="min-w-0">
              <span className="block truncate font-medium" title={stem.file.originalName}>
                {stem.name}
              </span>
              <span className="block truncate text-muted text-sm md:hidden">{stemRoleName(stem.role)}</span>
            </span>
            <span className="min-w-0 max-md:col-span-4 max-md:row-start-2 max-md:mt-1">
              <StemPicture stem={stem} />
            </span>
            <span className="max-md:hidden">
              <Tag>{stemRoleName(stem.role)}</Tag>
            </span>
            <span
              className="text-right text-muted text-sm tabular-nums max-md:hidden"
              title={`${stem.file.sampleRate ? formatSampleRate(stem.file.sampleRate) : ''} ${formatLength(secondsOfFile(stem.file))}`}
            >
              {stem.file.analysis ? formatLufs(stem.file.analysis.loudness.integratedLufs) : ''}
            </span>
            {can('stem.update') ? (
              <Menu
                trigger={
                  <IconButton
                    label={`More about ${stem.name}`}
                    hint={false}
                    size="s"
                    icon={<MoreHorizontal aria-hidden className="size-4" />}
                  />
                }
              >
                <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditing(stem)}>
                  Name and role
                </MenuItem>
                <MenuItem icon={<ArrowUp aria-hidden />} disabled={index === 0} onSelect={() => move(index, -1)}>
                  Move up
                </MenuItem>
                <MenuItem
                  icon={<ArrowDown aria-hidden />}
                  disabled={index === song.stems.length - 1}
                  onSelect={() => move(index, 1)}
                >
                  Move down
                </MenuItem>
                {can('stem.remove') ? (
                  <>
                    <MenuSeparator />
                    <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => setRemoving(stem)}>
                      Remove
                    </MenuItem>
                  </>
                ) : null}
              </Menu>
            ) : (
              <span />
            )}
          </li>
        ))}
      </ol>
      {picker ? (
        <Button
          variant="quiet"
          className="mt-2"
          icon={<Plus aria-hidden className="size-4" />}
          onClick={picker.pickFiles}
        >
          Add stems
        </Button>
      ) : null}
      {editing ? <StemDialog stem={editing} onClose={() => setEditing(null)} /> : null}
      {removing ? (
        <RemoveDialog
          title={`Remove ${removing.name}?`}
          confirmLabel="Remove the stem"
          onConfirm={() => remove.mutateAsync({ stemId: removing.id })}
          onClose={() => setRemoving(null)}
        >
          It leaves the song and later mixes. Mixes already made with it stay as they are.
        </RemoveDialog>
      ) : null}
    </div>
  );
}

function StemPicture({ stem }: { stem: StemView }) {
  const live = useReviewLive();
  const isHeard = usePlayerSnapshot(({ soloId }) => soloId === stem.id);
  if (stem.file.state === 'ready')
    return (
      <span className="relative block">
        <WaveformThumbnail fileId={stem.file.id} color={isHeard ? 'var(--accent)' : 'var(--wave)'} className="h-6" />
        {isHeard ? <StemPlayhead durationSeconds={secondsOfFile(stem.file)} /> : null}
      </span>
    );
  if (stem.file.state === 'failed')
    return (
      <span className="flex items-center gap-1.5 text-bad text-sm" title={stem.file.failureMessage ?? undefined}>
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        <span className="md:truncate">{stem.file.failureMessage ?? 'This file could not be read.'}</span>
      </span>
    );
  const job = [...live.jobs.values()].find(({ subjectId }) => subjectId === stem.id || subjectId === stem.file.id);
  return <Progress value={job?.progress ?? null} label={`Reading ${stem.name}`} />;
}
