import type { LoudnessResult } from '@sweetspot/dsp';
import type { Analysis } from '@sweetspot/protocol';

/** A stem rests where it is this much below its loudest moment, or below an absolute floor. */
const restBelowMaximumLu = 25;
const quietestLufs = -60;

/**
 * Where a stem sounds, and how loud, peaky and bright it is there: what a rough mix wants to know. A stem that plays
 * four bars of a song must not be judged by its silence. `centroidHz`: of the whole, in which silence weighs nothing.
 */
export function stemActivity({ curve }: LoudnessResult, centroidHz: number | null): Analysis['activity'] {
  const { momentaryLufs, samplePeak, meanSquare } = curve;
  const loudest = momentaryLufs.reduce((highest, level) => Math.max(highest, level), Number.NEGATIVE_INFINITY);
  const floor = Math.max(quietestLufs, loudest - restBelowMaximumLu);
  let count = 0;
  let power = 0;
  let loudness = 0;
  let peak = 0;
  momentaryLufs.forEach((level, step) => {
    if (level <= floor) return;
    count += 1;
    power += meanSquare[step]!;
    loudness += 10 ** (level / 10);
    peak = Math.max(peak, samplePeak[step]!);
  });
  if (count === 0) return { activeRatio: 0, activeLufs: null, crestDb: null, spectralCentroidHz: null };
  return {
    activeRatio: count / momentaryLufs.length,
    activeLufs: 10 * Math.log10(loudness / count),
    crestDb: power > 0 ? 20 * Math.log10(peak / Math.sqrt(power / count)) : null,
    spectralCentroidHz: centroidHz,
  };
}
