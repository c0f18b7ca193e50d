'use client';

import type { PlayerSnapshot } from '@sweetspot/player/compare-player';
import { useSyncExternalStore } from 'react';
import { useReview } from './review-context.tsx';

const before: PlayerSnapshot = {
  state: 'idle',
  versionId: null,
  pendingVersionId: null,
  sampleRate: 48_000,
  durationFrames: 0,
  positionSamples: 0,
  loop: null,
  loopEnabled: false,
  loudnessMatch: true,
  gainDb: 0,
  targetLufs: null,
  failure: null,
};
const never = () => () => undefined;

/** A part of the player's state; the component is drawn again when that part changes, and only then. */
export function usePlayerSnapshot<T>(select: (snapshot: PlayerSnapshot) => T): T {
  const { player } = useReview();
  return useSyncExternalStore(
    player?.subscribe ?? never,
    () => select(player?.getSnapshot() ?? before),
    () => select(before),
  );
}
