import { factorOf } from './gain-match.ts';
import type { PlayerVersion } from './player-version.ts';

/** What a version is heard less: an earlier one, laid under it. Both have one sample rate. */
export type Minus = {
  version: PlayerVersion;
  /** Where its first sample lies in the version it is taken from; negative when that one begins later. */
  shiftFrames: number;
  /** What the other version is louder by. */
  gainDb: number;
  polarityInverted: boolean;
};

/** The version, of which what it shares with an earlier one is taken away: what is left is what was changed. */
export const differenceTo = (version: PlayerVersion, minus: Minus): PlayerVersion => ({
  ...version,
  id: `${version.id} without ${minus.version.id}`,
  minus,
});

/**
 * Takes a stretch of the earlier version away, in place. `target` begins at `atFrame` of the newer version; `pieces` hold
 * the earlier one from frame `piece.atFrame` of its own on. Where it has nothing, the newer version is left as it is.
 */
export function subtract(
  target: Float32Array,
  atFrame: number,
  pieces: readonly { atFrame: number; samples: Float32Array }[],
  { shiftFrames, gainDb, polarityInverted }: Minus,
): void {
  const factor = factorOf(gainDb) * (polarityInverted ? -1 : 1);
  for (const { atFrame: begin, samples } of pieces) {
    const from = Math.max(atFrame, begin + shiftFrames);
    const to = Math.min(atFrame + target.length, begin + samples.length + shiftFrames);
    for (let frame = from; frame < to; frame += 1)
      target[frame - atFrame]! -= factor * samples[frame - shiftFrames - begin]!;
  }
}

/** The segments of the earlier version that lie under a stretch of the newer one. */
export function segmentsUnder(atFrame: number, frames: number, { version, shiftFrames }: Minus): number[] {
  const { framesPerSegment } = version.segments;
  const from = Math.max(0, atFrame - shiftFrames);
  const to = Math.min(version.frames, atFrame + frames - shiftFrames);
  if (to <= from) return [];
  const first = Math.floor(from / framesPerSegment);
  return Array.from({ length: Math.floor((to - 1) / framesPerSegment) - first + 1 }, (_, n) => first + n);
}
