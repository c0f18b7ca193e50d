import type { Dsp } from './dsp.ts';
import { checkChannels, checkSampleRate } from './host/checks.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';

export type ResamplerOptions = { channels: number; fromRate: number; toRate: number };

/**
 * Streaming sample-rate conversion between any two whole rates, linear phase, delay compensated: output frame n is the
 * signal at time n / toRate. ±0.01 dB to 20 kHz (or to 0.907 of the lower Nyquist frequency), alias and image below −150 dB.
 */
export class Resampler {
  readonly channels: number;
  readonly fromRate: number;
  readonly toRate: number;
  readonly #handle: Handle;
  readonly #inputs: Float32Array[];
  readonly #outputs: Float32Array[];
  readonly #inputFrames: number;
  readonly #finishedBy: (handle: Handle, frames: number) => number;
  readonly #process: (handle: Handle, frames: number) => number;
  #taken = 0;
  #given = 0;

  constructor(dsp: Dsp, { channels, fromRate, toRate }: ResamplerOptions) {
    checkChannels(channels);
    for (const rate of [fromRate, toRate]) {
      checkSampleRate(rate);
      if (!Number.isInteger(rate)) throw new RangeError('Resampling needs whole sample rates');
    }
    const wasm = new WasmInstance(dsp.module);
    this.channels = channels;
    this.fromRate = fromRate;
    this.toRate = toRate;
    this.#handle = wasm.find('resamplerCreate')(channels, fromRate, toRate);
    this.#inputFrames = wasm.find('resamplerInputCapacity')(this.#handle);
    const outputFrames = wasm.find('resamplerOutputCapacity')(this.#handle);
    const views = (name: string, frames: number) =>
      Array.from({ length: channels }, (_, channel) => wasm.floats(wasm.find(name)(this.#handle, channel), frames));
    this.#inputs = views('resamplerInput', this.#inputFrames);
    this.#outputs = views('resamplerOutput', outputFrames);
    this.#finishedBy = wasm.find('resamplerFinishedBy');
    this.#process = wasm.find('resamplerProcess');
  }

  /** Frames of output that `frames` of input become: ⌈frames × toRate / fromRate⌉. */
  outputFrames(frames: number): number {
    return Math.ceil((frames * this.toRate) / this.fromRate);
  }

  /** Takes a block of any length and gives what is finished: new arrays, one per channel, possibly empty. */
  push(block: readonly Float32Array[]): Float32Array[] {
    const frames = block[0]?.length ?? 0;
    this.#taken += frames;
    const total = this.#finishedBy(this.#handle, frames);
    const finished = Array.from({ length: this.channels }, () => new Float32Array(total));
    let count = 0;
    for (let from = 0; from < frames; from += this.#inputFrames) {
      const to = Math.min(frames, from + this.#inputFrames);
      this.#inputs.forEach((input, channel) => {
        const samples = block[channel];
        if (!samples) throw new RangeError(`The resampler takes ${this.channels} channels`);
        input.set(samples.subarray(from, to));
      });
      const made = this.#process(this.#handle, to - from);
      finished.forEach((samples, channel) => {
        samples.set(this.#outputs[channel]!.subarray(0, made), count);
      });
      count += made;
    }
    this.#given += total;
    return finished;
  }

  /** The end of the signal; the whole output then has exactly `outputFrames(input)` frames. Push nothing afterwards. */
  finish(): Float32Array[] {
    const missing = Math.max(0, this.outputFrames(this.#taken) - this.#given);
    const rest = Array.from({ length: this.channels }, () => new Float32Array(missing));
    const silence = rest.map(() => new Float32Array(this.#inputFrames));
    for (let count = 0; count < missing; ) {
      const part = this.push(silence);
      const made = part[0]?.length ?? 0;
      rest.forEach((samples, channel) => {
        samples.set(part[channel]!.subarray(0, missing - count), count);
      });
      count += made;
    }
    return rest;
  }
}
