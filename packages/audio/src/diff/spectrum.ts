import { type Dsp, Transform } from '@sweetspot/dsp';

/**
 * The spectrum of a complex signal, or of two real ones at once: `real` in the real and `imaginary` in the imaginary part.
 * Then the spectra of both are had from the bins k and −k, and |X(k)|² + |X(−k)|² is twice the power of both together.
 */
export class Spectrum {
  readonly size: number;
  /** Real and imaginary parts in turn, in the order of the engine. */
  readonly data: Float64Array;
  /** Where in `data` the bin k begins. */
  readonly at: Uint32Array;
  readonly #transform: Transform;

  /** `size`: a power of two, 4 … 2²². */
  constructor(dsp: Dsp, size: number) {
    this.#transform = new Transform(dsp, size);
    this.size = size;
    this.data = this.#transform.data;
    this.at = new Uint32Array(size);
    const bits = Math.log2(size);
    for (let k = 1; k < size; k += 1) this.at[k] = (this.at[k >> 1]! >> 1) | ((k & 1) << bits);
  }

  /** Transforms signals of at most `size` numbers, zeros behind their ends. */
  transform(real: ArrayLike<number>, imaginary?: ArrayLike<number>): void {
    const { data } = this;
    data.fill(0);
    for (let at = 0; at < real.length; at += 1) data[2 * at] = real[at]!;
    if (imaginary) for (let at = 0; at < imaginary.length; at += 1) data[2 * at + 1] = imaginary[at]!;
    this.#transform.forward();
  }

  /** Turns `data` back into a signal in natural order, times `size`. */
  invert(): void {
    this.#transform.inverse();
  }

  /** |X(k)|² + |X(−k)|². */
  power(k: number): number {
    const { data } = this;
    const one = this.at[k]!;
    const other = this.at[(this.size - k) & (this.size - 1)]!;
    return data[one]! ** 2 + data[one + 1]! ** 2 + data[other]! ** 2 + data[other + 1]! ** 2;
  }
}

/** The smallest power of two that is not below. */
export const powerOfTwoFrom = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(4, least)));
