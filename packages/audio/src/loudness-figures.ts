import type { LoudnessMeter } from '@sweetspot/dsp';
import type { Analysis } from '@sweetspot/protocol';

/** The loudness part of an analysis. */
export type LoudnessFigures = Analysis['loudness'];

/** Loudness range means nothing on less (EBU Tech 3342). */
const shortestForRangeSeconds = 60;
/** Playing one channel on two loudspeakers doubles the power. */
const dualMonoLu = 10 * Math.log10(2);

export const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** What a meter says after `seconds` of material, −∞ as null. */
export function loudnessFigures(meter: LoudnessMeter, seconds: number): LoudnessFigures {
  const measured = meter.result();
  const integratedLufs = orNull(measured.integratedLufs);
  const truePeakDbtp = orNull(measured.truePeakDbtp);
  return {
    integratedLufs,
    rangeLu: seconds >= shortestForRangeSeconds ? orNull(measured.rangeLu) : null,
    maxMomentaryLufs: orNull(measured.maxMomentaryLufs),
    maxShortTermLufs: orNull(measured.maxShortTermLufs),
    truePeakDbtp,
    samplePeakDbfs: orNull(measured.samplePeakDbfs),
    plrDb: truePeakDbtp !== null && integratedLufs !== null ? truePeakDbtp - integratedLufs : null,
    minPsrDb: null,
    rmsDbfs: null,
    crestDb: null,
    dualMonoIntegratedLufs: meter.channels === 1 && integratedLufs !== null ? integratedLufs + dualMonoLu : null,
  };
}
