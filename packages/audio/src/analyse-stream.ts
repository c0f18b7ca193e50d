import { type Dsp, LoudnessMeter } from '@sweetspot/dsp';
import { type Analysis, analysisSchema, analysisVersion, type MediaWarning } from '@sweetspot/protocol';
import { loudnessFigures } from './loudness-figures.ts';
import { SignalScan } from './signal-scan.ts';
import type { Block, SourceInfo } from './source.ts';
import { activityStepSeconds, StemActivity } from './stem-activity.ts';

/** One point of the drawn curve for every so many of the meter's. */
const curveThinning = 5;
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
    const { stereo, ...integrity } = this.#scan.finish();
    const { hopSeconds, shortTermLufs: lufs } = this.#meter.result().curve;
    const thinned = lufs.filter((_value, index) => (index + 1) % curveThinning === 0);
    return analysisSchema.parse({
      analysisVersion,
      format: { ...format, frames },
      loudness: loudnessFigures(this.#meter, frames / format.sampleRate),
      curve: {
        everySeconds: hopSeconds * curveThinning,
        // Tenths are what a drawing can show; it keeps the stored analysis small.
        shortTermLufs: Array.from(thinned, (value) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : null)),
        momentaryLufs: [],
        truePeakDbtp: [],
        psrDb: [],
        correlation: [],
      },
      stereo: { ...stereo, correlationMin: null, bands: [], monoLossLu: null },
      integrity: { ...integrity, noiseFloorDbfs: null, hum: null, warnings: [...warnings] },
      spectrum: { thirdOctaveDb: [], cutoffHz: null },
      music: { tempo: null, key: null },
      activity: this.#activity.finish(),
    });
  }
}
