'use client';

import { useEffect, useEffectEvent } from 'react';
import { useReview, useReviewLive } from './review-context.tsx';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

/** Tells the others which version this person is on, and where in it. Shows nothing, and is drawn often: alone, therefore. */
export function ReportPresence(): null {
  const { song, version, player } = useReview();
  const live = useReviewLive();
  const position = usePlayerSnapshot(({ positionSamples }) => positionSamples);
  const connected = live.connection === 'live';
  const tell = useEffectEvent(() =>
    live.setPlace({
      songId: song.id,
      versionId: version?.id ?? null,
      atSample: player && version ? player.positionSamples() : null,
    }),
  );
  const versionId = version?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told again when any of these has changed
  useEffect(() => {
    if (connected) tell();
  }, [connected, versionId, position]);
  return null;
}
