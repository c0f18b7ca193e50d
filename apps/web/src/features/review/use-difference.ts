'use client';

import { differenceTo } from '@sweetspot/player/difference';
import type { PlayerVersion } from '@sweetspot/player/player-version';
import { versionBefore } from '@sweetspot/protocol/version-before';
import type { VersionView } from '@sweetspot/protocol/views';
import { useMemo } from 'react';
import { playable } from './playable.ts';
import { useReview } from './review-context.tsx';
import { useComparisons } from './use-comparisons.ts';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

export type Difference = { before: VersionView; source: PlayerVersion; heard: boolean };

/** What can be heard of the version with the one before it taken away; null where the two do not lie on each other to the sample. */
export function useDifference(): Difference | null {
  const { version, versions } = useReview();
  const { comparisons } = useComparisons();
  const soloId = usePlayerSnapshot((snapshot) => snapshot.soloId);
  const difference = useMemo(() => {
    if (!version) return null;
    const before = versionBefore(
      version,
      versions.filter(({ file }) => file.state === 'ready'),
    );
    const comparison = comparisons.get(version.id);
    const [own, other] = [playable(version.id, version.file), before && playable(before.id, before.file)];
    const span = comparison?.spans[0];
    if (!before || !own || !other || !comparison || !span || comparison.verdict === 'identical') return null;
    // At another rate the two would have to be converted first, and what that leaves behind is no change of anybody's.
    if (own.sampleRate !== other.sampleRate || comparison.sampleRate !== own.sampleRate) return null;
    const minus = {
      version: other,
      shiftFrames: span.shiftSamples,
      gainDb: comparison.gainDb ?? 0,
      polarityInverted: comparison.polarityInverted,
    };
    return { before, source: differenceTo(own, minus) };
  }, [version, versions, comparisons]);
  return difference && { ...difference, heard: difference.source.id === soloId };
}
