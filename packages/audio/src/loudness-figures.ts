import type { LoudnessResult } from '@sweetspot/dsp';
import type { Analysis } from '@sweetspot/protocol';

/** The loudness part of an analysis. */
export type LoudnessFigures = Analysis['loudness'];

/** Loudness range means nothing on less (EBU Tech 3342). */
const shortestForRangeSeconds = 60;
/** Playing one channel on two loudspeakers doubles the power. */
const dualMonoLu = 10 * Math.log10(2);

export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** To the nearest step; −0 would not survive JSON. */
export const roundedOrNull = (value: number, stepsPerUnit: number): number | null =>
  Number.isFinite(value) ? Math.round(value * stepsPerUnit) / stepsPerUnit + 0 : null;

/** What a meter says after `seconds` of material, ±∞ as null. */
export function loudnessFigures(measured: LoudnessResult, seconds: number): LoudnessFigures {
  const integratedLufs = orNull(measured.integratedLufs);
  const truePeakDbtp = orNull(measured.truePeakDbtp);
  const isMono = measured.perChannel.length === 1;
  return {
    integratedLufs,
    rangeLu: seconds >= shortestForRangeSeconds ? orNull(measured.rangeLu) : null,
    maxMomentaryLufs: orNull(measured.maxMomentaryLufs),
    maxShortTermLufs: orNull(measured.maxShortTermLufs),
    truePeakDbtp,
    samplePeakDbfs: orNull(measured.samplePeakDbfs),
    plrDb: truePeakDbtp !== null && integratedLufs !== null ? truePeakDbtp - integratedLufs : null,
    minPsrDb: orNull(measured.minPsrDb),
    rmsDbfs: orNull(measured.rmsDbfs),
    crestDb: orNull(measured.samplePeakDbfs - measured.rmsDbfs),
    dualMonoIntegratedLufs: isMono && integratedLufs !== null ? integratedLufs + dualMonoLu : null,
  };
}
