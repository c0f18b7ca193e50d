'use client';

import type { SongSummary } from '@sweetspot/protocol/views';
import { MessageSquare } from 'lucide-react';
import Link from 'next/link';
import { formatLength } from '../../components/format.ts';
import { Progress } from '../../components/progress.tsx';
import { stageName } from '../../components/stage-name.ts';
import { Tag } from '../../components/tag.tsx';
import { versionColor } from '../../components/version-color.ts';
import { WaveformThumbnail } from '../../components/waveform-thumbnail.tsx';
import { SongNeed } from '../library/song-need.tsx';

/** A song as a line of the record's running order. */
export function SongOrderRow({
  song,
  number,
  progress,
}: {
  song: SongSummary;
  number: number;
  progress: number | null;
}) {
  const { latestVersion: version } = song;
  return (
    <li className="relative grid grid-cols-[24px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-line border-b px-4 py-3 last:border-0 hover:bg-hover/50 md:grid-cols-[24px_minmax(0,1fr)_180px_128px_44px]">
      <span aria-hidden className="text-right text-faint tabular-nums">
        {number}
      </span>
      <div className="min-w-0">
        <h3 className="truncate font-semibold text-lg">
          <Link href={`/songs/${song.id}`} className="rounded-s after:absolute after:inset-0">
            {song.title}
          </Link>
        </h3>
        <SongNeed need={song.need} className="text-muted" />
        {progress === null ? null : (
          <Progress value={progress} label={`Progress of ${song.title}`} className="mt-1.5 max-w-60" />
        )}
      </div>
      <WaveformThumbnail
        fileId={version?.fileId ?? null}
        className="h-7 max-md:hidden"
        {...(version ? { color: versionColor(version) } : {})}
      />
      <div className="flex items-center justify-end gap-2.5 max-md:flex-col max-md:items-end">
        {song.openComments > 0 ? (
          <span className="flex items-center gap-1 text-muted text-sm">
            <MessageSquare aria-hidden className="size-3.5" />
            <span className="tabular-nums">{song.openComments}</span>
            <span className="sr-only">open comments</span>
          </span>
        ) : null}
        <Tag>{stageName(song.stage)}</Tag>
      </div>
      <span className="text-right text-muted tabular-nums max-md:hidden">
        {version?.durationSeconds ? formatLength(version.durationSeconds) : ''}
      </span>
    </li>
  );
}
