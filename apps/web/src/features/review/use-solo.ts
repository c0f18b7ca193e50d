'use client';

import type { StemView } from '@sweetspot/protocol/views';
import { useEffect } from 'react';
import { playable } from './playable.ts';
import { useReview } from './review-context.tsx';
import { type Difference, useDifference } from './use-difference.ts';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

/** Hearing one stem alone, or what was changed, in place of the version and on its clock. */
export function useSolo(): {
  /** The stem that is heard alone. */
  stem: StemView | null;
  /** What is heard is the difference to another version. */
  difference: Difference | null;
  sounding: boolean;
  /** Lets a stem be heard alone, from where the music is. */
  hear: (stem: StemView) => void;
  /** Lets the difference be heard, from where the music is. */
  hearDifference: () => void;
  /** Back to the version where there is one, else silence. */
  end: () => void;
} {
  const { song, player } = useReview();
  const soloId = usePlayerSnapshot((snapshot) => snapshot.soloId);
  const sounding = usePlayerSnapshot(
    ({ state }) => state === 'playing' || state === 'loading' || state === 'buffering',
  );
  const stem = song.stems.find(({ id }) => id === soloId) ?? null;
  const known = useDifference();
  const difference = known !== null && known.source.id === soloId ? known : null;
  const isGone = soloId !== null && stem === null && difference === null;
  useEffect(() => {
    if (isGone) player?.solo(null);
  }, [isGone, player]);
  return {
    stem,
    difference,
    sounding,
    hear: (wanted) => {
      const source = playable(wanted.id, wanted.file);
      if (!source || !player) return;
      player.solo(source);
      void player.play();
    },
    hearDifference: () => {
      if (!known || !player) return;
      player.solo(known.source);
      void player.play();
    },
    end: () => player?.solo(null),
  };
}
