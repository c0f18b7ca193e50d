import type { Dsp } from './dsp.ts';
import { checkChannels, checkSampleRate } from './host/checks.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';

/** Levels are −Infinity for silence, and for windows that never filled. */
export type LoudnessResult = {
  /** Gated programme loudness, BS.1770-5. */
  integratedLufs: number;
  /** Loudness range, EBU Tech 3342; says little under 60 s. */
  rangeLu: number;
  /** Largest loudness over 400 ms and over 3 s, read every 10 ms. */
  maxMomentaryLufs: number;
  maxShortTermLufs: number;
  /** Largest of all channels. */
  truePeakDbtp: number;
  samplePeakDbfs: number;
  perChannel: { truePeakDbtp: number; samplePeakDbfs: number }[];
  /** Short-term loudness (3 s) every `hopSeconds`, the first at `hopSeconds`. */
  shortTermCurve: { hopSeconds: number; lufs: Float32Array };
};

export type LoudnessMeterOptions = {
  channels: number;
  sampleRate: number;
  /**
   * Power weight per channel. By default those of BS.1770-5 for mono, stereo and 5.0 / 5.1 in the order
   * L R C (LFE) Ls Rs; 1 for every other count. One channel counts once: a mono file is measured as one loudspeaker.
   */
  weights?: number[];
};

const hopSeconds = 0.1;

/** Loudness, range and peaks of a stream, in one pass and constant memory (the curve aside). */
export class LoudnessMeter {
  readonly channels: number;
  readonly sampleRate: number;
  readonly #handle: Handle;
  readonly #capacity: number;
  readonly #inputs: Float32Array[];
  readonly #process: (handle: Handle, frames: number) => number;
  readonly #read: (handle: Handle) => number;
  readonly #takeCurve: (handle: Handle) => number;
  readonly #curve: Float32Array;
  readonly #results: Float64Array;
  #points: Float32Array = new Float32Array(1024);
  #pointCount = 0;

  constructor(dsp: Dsp, { channels, sampleRate, weights = defaultWeights(channels) }: LoudnessMeterOptions) {
    checkChannels(channels);
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.channels = channels;
    this.sampleRate = sampleRate;
    this.#handle = wasm.find('meterCreate')(channels, sampleRate);
    this.#capacity = wasm.find('meterCapacity')();
    const input = wasm.find('meterInput');
    this.#inputs = Array.from({ length: channels }, (_, channel) =>
      wasm.floats(input(this.#handle, channel), this.#capacity),
    );
    this.#process = wasm.find('meterProcess');
    this.#read = wasm.find('meterRead');
    this.#takeCurve = wasm.find('meterTakeCurve');
    this.#curve = wasm.floats(wasm.find('meterCurve')(this.#handle), 1024);
    this.#results = wasm.doubles(wasm.find('parameterPointer')(), 1024);
    this.#results.set(weights);
    wasm.find('meterSetWeights')(this.#handle);
  }

  /** Takes one block, one Float32Array per channel, all of one length; any length. */
  push(block: readonly Float32Array[]): void {
    const frames = block[0]?.length ?? 0;
    for (let from = 0; from < frames; from += this.#capacity) {
      const to = Math.min(frames, from + this.#capacity);
      for (let channel = 0; channel < this.channels; channel++) {
        const samples = block[channel];
        const input = this.#inputs[channel];
        if (!samples || !input) throw new RangeError(`The meter measures ${this.channels} channels`);
        input.set(to - from === samples.length ? samples : samples.subarray(from, to));
      }
      this.#process(this.#handle, to - from);
      this.#keepCurve();
    }
  }

  /** Loudness right now, for a live meter. */
  current(): { momentaryLufs: number; shortTermLufs: number } {
    this.#read(this.#handle);
    return { momentaryLufs: this.#result(4), shortTermLufs: this.#result(5) };
  }

  /** What was measured so far; pushing may go on afterwards. */
  result(): LoudnessResult {
    this.#read(this.#handle);
    const perChannel = Array.from({ length: this.channels }, (_, channel) => ({
      truePeakDbtp: this.#result(6 + 2 * channel),
      samplePeakDbfs: this.#result(7 + 2 * channel),
    }));
    return {
      integratedLufs: this.#result(0),
      rangeLu: this.#result(1),
      maxMomentaryLufs: this.#result(2),
      maxShortTermLufs: this.#result(3),
      truePeakDbtp: Math.max(...perChannel.map((channel) => channel.truePeakDbtp)),
      samplePeakDbfs: Math.max(...perChannel.map((channel) => channel.samplePeakDbfs)),
      perChannel,
      shortTermCurve: { hopSeconds, lufs: this.#points.slice(0, this.#pointCount) },
    };
  }

  #result(index: number): number {
    return this.#results[index] ?? Number.NEGATIVE_INFINITY;
  }

  #keepCurve(): void {
    const count = this.#takeCurve(this.#handle);
    if (this.#pointCount + count > this.#points.length) {
      const larger = new Float32Array(this.#points.length * 2);
      larger.set(this.#points);
      this.#points = larger;
    }
    for (let i = 0; i < count; i++) this.#points[this.#pointCount++] = this.#curve[i] ?? 0;
  }
}

/** BS.1770-5 Annex 1, table 3: surround channels 1.41 (+1.5 dB), LFE left out. */
const defaultWeights = (channels: number): number[] => {
  if (channels === 5) return [1, 1, 1, 1.41, 1.41];
  if (channels === 6) return [1, 1, 1, 0, 1.41, 1.41];
  return Array.from({ length: channels }, () => 1);
};
