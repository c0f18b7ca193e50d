import type { LoudnessResult } from '../loudness-meter.ts';
import { StepLog } from './step-log.ts';
import type { Handle, WasmInstance } from './wasm-instance.ts';

const hopSeconds = 0.1;
const shortTermSteps = 30;
/** Quieter than this below the integrated loudness the music does not play (the gate of EBU Tech 3342). */
const restLu = 20;

/** Reads the results of a loudness meter inside the engine (assembly/loudness.ts). */
export class LoudnessReading {
  readonly #channels: number;
  readonly #handle: Handle;
  readonly #read: (handle: Handle) => number;
  readonly #results: Float64Array;
  readonly #steps: StepLog;

  constructor(wasm: WasmInstance, handle: Handle, channels: number) {
    this.#channels = channels;
    this.#handle = handle;
    this.#read = wasm.find('meterRead');
    this.#results = wasm.doubles(wasm.find('parameterPointer')(), 1024);
    const take = wasm.find('meterTakeSteps');
    this.#steps = new StepLog(wasm, {
      pointer: wasm.find('meterSteps')(handle),
      capacity: 256,
      fields: 9,
      take: () => take(handle),
    });
  }

  /** To be called after every piece that the meter took. */
  collect(): void {
    this.#steps.collect();
  }

  current(): { momentaryLufs: number; shortTermLufs: number } {
    this.#read(this.#handle);
    return { momentaryLufs: this.#result(4), shortTermLufs: this.#result(5) };
  }

  result(): LoudnessResult {
    this.#read(this.#handle);
    const channels = Array.from({ length: this.#channels }, (_, channel) => channel);
    const perChannel = channels.map((channel) => ({
      truePeakDbtp: this.#result(8 + 4 * channel),
      samplePeakDbfs: this.#result(9 + 4 * channel),
      rmsDbfs: powerDb(this.#result(10 + 4 * channel)),
      mean: this.#result(11 + 4 * channel),
    }));
    const power = channels.reduce((sum, channel) => sum + this.#result(10 + 4 * channel), 0) / this.#channels;
    const integratedLufs = this.#result(0);
    const curve = {
      hopSeconds,
      shortTermLufs: this.#steps.field(0),
      momentaryLufs: this.#steps.field(1),
      maxMomentaryLufs: this.#steps.field(2),
      truePeakDbtp: this.#steps.field(3),
      samplePeak: this.#steps.field(4),
      meanSquare: this.#steps.field(5),
    };
    const powers = { left: this.#steps.field(6), right: this.#steps.field(7), product: this.#steps.field(8) };
    const psrDb = peakToShortTerm(curve);
    return {
      integratedLufs,
      rangeLu: this.#result(1),
      maxMomentaryLufs: this.#result(2),
      maxShortTermLufs: this.#result(3),
      truePeakDbtp: Math.max(...perChannel.map((channel) => channel.truePeakDbtp)),
      samplePeakDbfs: Math.max(...perChannel.map((channel) => channel.samplePeakDbfs)),
      rmsDbfs: powerDb(power),
      minPsrDb: leastOf(psrDb, curve.shortTermLufs, integratedLufs - restLu),
      stereo: this.#channels < 2 ? null : { monoLossLu: this.#result(6), meanProduct: this.#result(7), ...powers },
      perChannel,
      curve: { ...curve, psrDb },
    };
  }

  #result(index: number): number {
    return this.#results[index] ?? Number.NEGATIVE_INFINITY;
  }
}

const powerDb = (power: number): number => 10 * Math.log10(power);

/** True peak of the last 3 s above their loudness (PSR, AES e-Brief 373, 2017), NaN in silence. */
function peakToShortTerm({ shortTermLufs, truePeakDbtp }: { shortTermLufs: Float32Array; truePeakDbtp: Float32Array }) {
  return shortTermLufs.map((loudness, step) => {
    const recent = truePeakDbtp.subarray(Math.max(0, step + 1 - shortTermSteps), step + 1);
    return recent.reduce((highest, peak) => Math.max(highest, peak), Number.NEGATIVE_INFINITY) - loudness;
  });
}

/** Over windows that are full and louder than `gateLufs`; +∞ when there are none. */
function leastOf(psrDb: Float32Array, shortTermLufs: Float32Array, gateLufs: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let step = shortTermSteps - 1; step < psrDb.length; step++) {
    if (shortTermLufs[step]! > gateLufs) least = Math.min(least, psrDb[step]!);
  }
  return least;
}
