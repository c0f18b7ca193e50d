'use client';

import type { ComparePlayer } from '@sweetspot/player/compare-player';
import { type RefObject, useEffect } from 'react';
import type { MusicPlace } from './use-blind-player.ts';

/** Where a player's music is, for another that goes on from there. */
export function placeOf(player: ComparePlayer): MusicPlace {
  const { loop, loopEnabled, sampleRate } = player.getSnapshot();
  return {
    seconds: player.positionSeconds(),
    loop: loop && loopEnabled ? { start: loop.startSample / sampleRate, end: loop.endSample / sampleRate } : null,
  };
}

/** Notes where the music is each time that it moves, so that what comes after goes on from there. */
export function useTakePlace(player: ComparePlayer | null, place: RefObject<MusicPlace>): void {
  useEffect(
    () =>
      player?.subscribe(() => {
        if (player.getSnapshot().versionId !== null) place.current = placeOf(player);
      }),
    [player, place],
  );
}
