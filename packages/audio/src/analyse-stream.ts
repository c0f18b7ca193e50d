import { type Dsp, LoudnessMeter } from '@sweetspot/dsp';
import { type Analysis, analysisSchema, type MediaWarning } from '@sweetspot/protocol';
import { SignalScan } from './signal-scan.ts';
import type { Block, SourceInfo } from './source.ts';
import { activityStepSeconds, StemActivity } from './stem-activity.ts';

/** Loudness range means nothing on less (EBU Tech 3342). */
const shortestForRangeSeconds = 60;
/** One point of the drawn curve for every so many of the meter's. */
const curveThinning = 5;
/** Playing one channel on two loudspeakers doubles the power. */
const dualMonoLu = 10 * Math.log10(2);

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
const toDb = (amplitude: number): number | null => orNull(20 * Math.log10(amplitude));

/** Everything that is measured of a file, fed block by block. */
export class AnalyseStream {
  readonly #info: SourceInfo;
  readonly #meter: LoudnessMeter;
  readonly #scan: SignalScan;
  readonly #activity: StemActivity;
  readonly #stepFrames: number;

  constructor(dsp: Dsp, info: SourceInfo) {
    const { channels, sampleRate } = info;
    this.#info = info;
    this.#meter = new LoudnessMeter(dsp, { channels, sampleRate });
    this.#scan = new SignalScan(info);
    this.#activity = new StemActivity(sampleRate);
    this.#stepFrames = Math.round(sampleRate * activityStepSeconds);
  }

  get frames(): number {
    return this.#scan.frames;
  }

  add(block: Block): void {
    this.#scan.add(block);
    const frames = block[0]!.length;
    for (let from = 0; from < frames; from += this.#stepFrames) {
      const step = block.map((samples) => samples.subarray(from, from + this.#stepFrames));
      this.#meter.push(step);
      this.#activity.add(step, this.#meter.current().momentaryLufs);
    }
  }

  finish(warnings: readonly MediaWarning[]): Analysis {
    const { framesHint: _, ...format } = this.#info;
    const { frames } = this.#scan;
    const measured = this.#meter.result();
    const { samplePeak, stereo, ...integrity } = this.#scan.finish();
    const integratedLufs = orNull(measured.integratedLufs);
    const truePeakDbtp = orNull(measured.truePeakDbtp);
    const { hopSeconds, lufs } = measured.shortTermCurve;
    const thinned = lufs.filter((_value, index) => (index + 1) % curveThinning === 0);
    return analysisSchema.parse({
      format: { ...format, frames },
      loudness: {
        integratedLufs,
        rangeLu: frames / format.sampleRate >= shortestForRangeSeconds ? orNull(measured.rangeLu) : null,
        maxMomentaryLufs: orNull(measured.maxMomentaryLufs),
        maxShortTermLufs: orNull(measured.maxShortTermLufs),
        truePeakDbtp,
        samplePeakDbfs: toDb(samplePeak),
        plrDb: truePeakDbtp !== null && integratedLufs !== null ? truePeakDbtp - integratedLufs : null,
        dualMonoIntegratedLufs: format.channels === 1 && integratedLufs !== null ? integratedLufs + dualMonoLu : null,
      },
      curve: {
        everySeconds: hopSeconds * curveThinning,
        // Tenths are what a drawing can show; it keeps the stored analysis small.
        shortTermLufs: Array.from(thinned, (value) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : null)),
      },
      stereo,
      integrity: { ...integrity, warnings: [...warnings] },
      activity: this.#activity.finish(),
    });
  }
}
