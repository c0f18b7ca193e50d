import type { Dsp } from './dsp.ts';
import { WasmInstance } from './host/wasm-instance.ts';

/**
 * The Fourier transform of `size` complex numbers in double precision, in place, for measuring tools.
 *
 * `data` holds real and imaginary parts in turn, 2 · size numbers. `forward` leaves the spectrum in bit-reversed order:
 * multiply spectra bin by bin and nobody needs to know. Frequencies below half the rate lie at even places.
 * `inverse` takes that order and leaves the signal in natural order, times `size`.
 */
export class Transform {
  readonly size: number;
  readonly data: Float64Array;
  readonly #forward: () => number;
  readonly #inverse: () => number;

  /** `size`: a power of two, 4 … 2²². Throws a RangeError for another. */
  constructor(dsp: Dsp, size: number) {
    if (!Number.isInteger(Math.log2(size)) || size < 4 || size > 2 ** 22) {
      throw new RangeError(`A transform takes a power of two from 4 to 2^22; ${size} is none`);
    }
    const wasm = new WasmInstance(dsp.module);
    this.size = size;
    const pointer = wasm.find('transformCreate')(size);
    this.data = wasm.doubles(pointer, 2 * size);
    this.#forward = wasm.find('transformForward');
    this.#inverse = wasm.find('transformInverse');
  }

  forward(): void {
    this.#forward();
  }

  inverse(): void {
    this.#inverse();
  }

  /** The spectrum of a real signal, zeros behind its end: a view that the next call overwrites. */
  forwardReal(signal: ArrayLike<number>): Float64Array {
    const { data } = this;
    data.fill(0);
    const length = Math.min(signal.length, this.size);
    for (let at = 0; at < length; at += 1) data[2 * at] = signal[at]!;
    this.#forward();
    return data;
  }
}
