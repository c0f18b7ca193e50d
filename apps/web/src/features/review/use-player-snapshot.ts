'use client';

import { type PlayerSnapshot, restingSnapshot } from '@sweetspot/player/player-snapshot';
import { useSyncExternalStore } from 'react';
import { useReview } from './review-context.tsx';

const never = () => () => undefined;

/** A part of the player's state; the component is drawn again when that part changes, and only then. */
export function usePlayerSnapshot<T>(select: (snapshot: PlayerSnapshot) => T): T {
  const { player } = useReview();
  return useSyncExternalStore(
    player?.subscribe ?? never,
    () => select(player?.getSnapshot() ?? restingSnapshot),
    () => select(restingSnapshot),
  );
}
