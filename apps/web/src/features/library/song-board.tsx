'use client';

import type { Stage } from '@sweetspot/protocol/songs';
import type { SongSummary } from '@sweetspot/protocol/views';
import { stageName } from '../../components/stage-name.ts';
import { SongCard } from './song-card.tsx';

const whenEmpty: Record<Stage, string> = {
  tracking: 'New songs start here, with stems or a mix.',
  mixing: 'Songs come here when their stems are in.',
  mastering: 'Songs come here when a mix is approved.',
  delivered: 'Songs end here, with their files for the shops.',
};

/** In the order of the way; from here and not from protocol, whose schemas would come along. */
const stages = Object.keys(whenEmpty) as Stage[];

/** The songs in four columns, one for each stage. */
export function SongBoard({
  songs,
  progress,
  filtered,
}: {
  songs: readonly SongSummary[];
  progress: ReadonlyMap<string, number>;
  /** a filter is on, so an empty column says nothing about the stage */
  filtered: boolean;
}) {
  return (
    <div className="grid grid-cols-4 gap-4 max-xl:grid-cols-2 max-md:grid-cols-1 max-md:gap-6">
      {stages.map((stage) => {
        const here = songs.filter((song) => song.stage === stage);
        const headingId = `stage-${stage}`;
        return (
          <section key={stage} aria-labelledby={headingId} className="min-w-0">
            <h2 id={headingId} className="flex items-center gap-2 px-1 pb-2.5 font-semibold text-muted">
              {stageName(stage)}
              <span className="font-normal text-faint tabular-nums">{here.length}</span>
            </h2>
            {here.length > 0 ? (
              <ul className="flex flex-col gap-2.5">
                {here.map((song) => (
                  <li key={song.id}>
                    <SongCard song={song} progress={progress.get(song.id) ?? song.progress} />
                  </li>
                ))}
              </ul>
            ) : (
              <p className="rounded-l border border-line border-dashed px-3 py-4 text-pretty text-muted text-sm">
                {filtered ? 'No song here matches.' : whenEmpty[stage]}
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}
