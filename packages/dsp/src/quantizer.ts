import type { Dsp } from './dsp.ts';
import { checkChannels } from './host/checks.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';

/**
 * `tpdf`: white, triangular, ±1 step. `tpdf-high`: the same distribution with its power moved to high frequencies. `shaped`:
 * TPDF in an error-feedback loop that moves the noise to where hearing is dull; made for 44.1 and 48 kHz.
 */
export type DitherKind = 'none' | 'tpdf' | 'tpdf-high' | 'shaped';

export type QuantizerOptions = {
  channels: number;
  bitDepth: 16 | 24;
  dither: DitherKind;
  /** Equal seeds give equal noise. */
  seed?: number;
};

const kinds: DitherKind[] = ['none', 'tpdf', 'tpdf-high', 'shaped'];
const blockFrames = 1024;

/** Float32 to integers with dither; the integers are full-range for the depth and clip at its ends. */
export class Quantizer {
  readonly channels: number;
  readonly bitDepth: 16 | 24;
  readonly #handle: Handle;
  readonly #inputs: Float32Array[];
  readonly #outputs: Int32Array[];
  readonly #process: (handle: Handle, frames: number) => number;

  constructor(dsp: Dsp, { channels, bitDepth, dither, seed = 1 }: QuantizerOptions) {
    checkChannels(channels);
    const wasm = new WasmInstance(dsp.module);
    this.channels = channels;
    this.bitDepth = bitDepth;
    this.#handle = wasm.find('quantizerCreate')(channels, bitDepth, kinds.indexOf(dither), seed);
    const indices = Array.from({ length: channels }, (_, channel) => channel);
    this.#inputs = indices.map((channel) =>
      wasm.floats(wasm.find('quantizerInput')(this.#handle, channel), blockFrames),
    );
    this.#outputs = indices.map((channel) =>
      wasm.integers(wasm.find('quantizerOutput')(this.#handle, channel), blockFrames),
    );
    this.#process = wasm.find('quantizerProcess');
  }

  /** Quantises one block of any length; new arrays, one per channel, of values −2^(n−1) … 2^(n−1) − 1. */
  process(block: readonly Float32Array[]): Int32Array[] {
    const frames = block[0]?.length ?? 0;
    const result = block.map(() => new Int32Array(frames));
    for (let from = 0; from < frames; from += blockFrames) {
      const to = Math.min(frames, from + blockFrames);
      this.#inputs.forEach((input, channel) => {
        const samples = block[channel];
        if (!samples) throw new RangeError(`The quantizer takes ${this.channels} channels`);
        input.set(samples.subarray(from, to));
      });
      this.#process(this.#handle, to - from);
      this.#outputs.forEach((output, channel) => {
        result[channel]?.set(output.subarray(0, to - from), from);
      });
    }
    return result;
  }
}
