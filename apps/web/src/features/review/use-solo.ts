'use client';

import type { StemView } from '@sweetspot/protocol/views';
import { playable } from './playable.ts';
import { useReview } from './review-context.tsx';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

/** Hearing one stem alone, in place of the version and on its clock. */
export function useSolo(): {
  /** The stem that is heard alone. */
  stem: StemView | null;
  sounding: boolean;
  /** Lets a stem be heard alone, from where the music is. */
  hear: (stem: StemView) => void;
  /** Back to the version where there is one, else silence. */
  end: () => void;
} {
  const { song, player } = useReview();
  const soloId = usePlayerSnapshot((snapshot) => snapshot.soloId);
  const sounding = usePlayerSnapshot(
    ({ state }) => state === 'playing' || state === 'loading' || state === 'buffering',
  );
  return {
    stem: song.stems.find(({ id }) => id === soloId) ?? null,
    sounding,
    hear: (wanted) => {
      const source = playable(wanted.id, wanted.file);
      if (!source || !player) return;
      player.solo(source);
      void player.play();
    },
    end: () => player?.solo(null),
  };
}
