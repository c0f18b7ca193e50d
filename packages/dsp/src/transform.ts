import type { Dsp } from './dsp.ts';
import { WasmInstance } from './host/wasm-instance.ts';

/**
 * The Fourier transform of `size` complex numbers in double precision, in place, for measuring tools.
 *
 * `data` holds real and imaginary parts in turn, 2 · size numbers. `forward` leaves the spectrum in scattered order
 * (`placeOf`): multiply spectra bin by bin and nobody needs to know. In a power of two frequencies below half the rate lie at
 * even places. `inverse` takes that order and leaves the signal in natural order, times `size`.
 */
export class Transform {
  readonly size: number;
  readonly data: Float64Array;
  readonly #forward: () => number;
  readonly #inverse: () => number;
  readonly #placeOf: (frequency: number) => number;

  /** `size`: 4 … 2²², a power of two from 4 on times any of 3, 5 and 7. Throws a RangeError for another. */
  constructor(dsp: Dsp, size: number) {
    const wasm = new WasmInstance(dsp.module);
    if (!Number.isInteger(size) || size < 4 || size > 2 ** 22 || !wasm.find('transformTakes')(size)) {
      throw new RangeError(`A transform takes 4 to 2^22 numbers, 4 of them times 2, 3, 5 and 7; not ${size}`);
    }
    this.size = size;
    const pointer = wasm.find('transformCreate')(size);
    this.data = wasm.doubles(pointer, 2 * size);
    this.#forward = wasm.find('transformForward');
    this.#inverse = wasm.find('transformInverse');
    this.#placeOf = wasm.find('transformPlaceOf');
  }

  /** Where in a spectrum frequency `frequency` lies, 0 … size − 1. */
  placeOf(frequency: number): number {
    return this.#placeOf(frequency);
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
