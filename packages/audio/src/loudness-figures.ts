import { type Dsp, LoudnessMeter } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { Analysis } from '@sweetspot/protocol';
import { throwIfAborted } from './media-error.ts';
import { openSource } from './open-source.ts';

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

/** Measures a finished file as a listener's player would decode it. */
export async function measureFile(path: string, options: { dsp?: Dsp; signal?: AbortSignal | undefined } = {}) {
  const dsp = options.dsp ?? (await loadDspFromDisk());
  const source = await openSource(path, { signal: options.signal });
  try {
    const { channels, sampleRate } = source.info;
    const meter = new LoudnessMeter(dsp, { channels, sampleRate });
    let frames = 0;
    for (let block = await source.read(); block; block = await source.read()) {
      throwIfAborted(options.signal);
      meter.push(block);
      frames += block[0]!.length;
    }
    return { frames, sampleRate, channels, loudness: loudnessFigures(meter, frames / sampleRate) };
  } finally {
    await source.close();
  }
}
