'use client';

import type { SongSummary } from '@sweetspot/protocol/views';
import Link from 'next/link';
import { formatLength } from '../../components/format.ts';
import { Progress } from '../../components/progress.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { stageName } from '../../components/stage-name.ts';
import { Tag } from '../../components/tag.tsx';
import { versionColor } from '../../components/version-color.ts';
import { WaveformThumbnail } from '../../components/waveform-thumbnail.tsx';
import { SongNeed } from './song-need.tsx';

/** The songs as a table, newest change first; on a phone as rows of two lines. */
export function SongList({
  songs,
  progress,
}: {
  songs: readonly SongSummary[];
  progress: ReadonlyMap<string, number>;
}) {
  const sorted = songs.toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
  return (
    <div className="overflow-hidden rounded-l border border-line bg-surface">
      <table className="w-full border-collapse text-left max-md:block">
        <thead className="text-muted text-sm max-md:sr-only">
          <tr className="border-line border-b [&>th]:px-4 [&>th]:py-2.5 [&>th]:font-medium">
            <th scope="col">Song</th>
            <th scope="col" className="max-lg:hidden">
              <span className="sr-only">Waveform</span>
            </th>
            <th scope="col">Stage</th>
            <th scope="col">Waits for</th>
            <th scope="col" className="text-right">
              Open
            </th>
            <th scope="col" className="text-right max-xl:hidden">
              Length
            </th>
            <th scope="col" className="text-right max-lg:hidden">
              Changed
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {sorted.map((song) => (
            <SongRow key={song.id} song={song} progress={progress.get(song.id) ?? song.progress} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SongRow({ song, progress }: { song: SongSummary; progress: number | null }) {
  const { latestVersion: version } = song;
  return (
    <tr className="relative border-line border-b last:border-0 hover:bg-hover/50 max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:px-4 max-md:py-3 md:[&>td]:px-4 md:[&>td]:py-2.5">
      <td className="max-md:order-1 max-md:min-w-0 max-md:flex-1">
        <Link
          href={`/songs/${song.id}`}
          className="block truncate rounded-s font-semibold after:absolute after:inset-0"
        >
          {song.title}
        </Link>
        <span className="block truncate text-muted text-sm">
          {song.projectTitle}
          {version ? ` · ${version.label}` : ''}
        </span>
      </td>
      <td className="w-44 max-lg:hidden">
        <WaveformThumbnail
          fileId={version?.fileId ?? null}
          className="h-7"
          {...(version ? { color: versionColor(version) } : {})}
        />
      </td>
      <td className="max-md:order-2">
        <Tag>{stageName(song.stage)}</Tag>
      </td>
      <td className="max-md:order-3 max-md:basis-full">
        <SongNeed need={song.need} />
        {progress === null ? null : (
          <Progress value={progress} label={`Progress of ${song.title}`} className="mt-1.5 max-w-60" />
        )}
      </td>
      <td className="text-right tabular-nums max-md:hidden">
        {song.openComments > 0 ? (
          song.openComments
        ) : (
          <>
            <span aria-hidden className="text-faint">
              –
            </span>
            <span className="sr-only">0</span>
          </>
        )}
      </td>
      <td className="text-right text-muted tabular-nums max-xl:hidden">
        {version?.durationSeconds ? formatLength(version.durationSeconds) : ''}
      </td>
      <td className="whitespace-nowrap text-right text-muted max-lg:hidden">
        <RelativeTime date={song.updatedAt} />
      </td>
    </tr>
  );
}
