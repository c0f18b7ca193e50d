'use client';

import type { SongSummary } from '@sweetspot/protocol/views';
import { MessageSquare } from 'lucide-react';
import Link from 'next/link';
import { formatLength, plural } from '../../components/format.ts';
import { Progress } from '../../components/progress.tsx';
import { versionColor } from '../../components/version-color.ts';
import { WaveformThumbnail } from '../../components/waveform-thumbnail.tsx';
import { SongNeed } from './song-need.tsx';

/** A song on the board. The whole card leads to the song, but for the project's name. */
export function SongCard({ song, progress }: { song: SongSummary; progress: number | null }) {
  const { latestVersion: version } = song;
  return (
    <article className="group relative grid grid-cols-[minmax(0,1fr)] gap-2 rounded-l border border-line bg-surface p-3 transition-colors duration-100 hover:border-line-strong">
      <div className="flex items-baseline gap-2">
        <h3 className="line-clamp-2 min-w-0 flex-1 font-semibold text-lg leading-snug tracking-tight">
          <Link href={`/songs/${song.id}`} className="rounded-s after:absolute after:inset-0 after:rounded-l">
            {song.title}
          </Link>
        </h3>
        {version?.durationSeconds ? (
          <span className="text-muted tabular-nums">{formatLength(version.durationSeconds)}</span>
        ) : null}
      </div>
      <WaveformThumbnail
        fileId={version?.fileId ?? null}
        className="h-9"
        {...(version ? { color: versionColor(version) } : {})}
      />
      <SongNeed need={song.need} />
      {progress === null ? null : <Progress value={progress} label={`Progress of ${song.title}`} />}
      <div className="flex items-center gap-3 text-muted text-sm">
        <span className="flex min-w-0 flex-1">
          <Link
            href={`/projects/${song.projectId}`}
            className="relative truncate rounded-s hover:text-ink hover:underline touch:-my-3 touch:py-3"
          >
            {song.projectTitle}
          </Link>
        </span>
        {song.openComments > 0 ? (
          <span className="flex items-center gap-1" title={plural(song.openComments, 'open comment')}>
            <MessageSquare aria-hidden className="size-3.5" />
            <span className="tabular-nums">{song.openComments}</span>
            <span className="sr-only">open comments</span>
          </span>
        ) : null}
        <span>{version ? version.label : song.stemCount > 0 ? plural(song.stemCount, 'stem') : 'No stems yet'}</span>
      </div>
    </article>
  );
}
