/** In-place complex Fourier transform of one size, a power of two: radix 2, decimation in time (Cooley & Tukey 1965). */
export class Fourier {
  readonly size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #swap: Uint32Array;

  constructor(size: number) {
    if (size < 2 || (size & (size - 1)) !== 0) throw new RangeError(`${size} is not a power of two`);
    this.size = size;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
    this.#swap = new Uint32Array(size);
    const bits = Math.log2(size);
    for (let at = 1; at < size; at += 1) {
      this.#swap[at] = (this.#swap[at >> 1]! >> 1) | ((at & 1) << (bits - 1));
    }
  }

  /** X[k] = Σ x[n] e^(−2πikn/size). */
  forward(re: Float64Array, im: Float64Array): void {
    const { size } = this;
    const cos = this.#cos;
    const sin = this.#sin;
    for (let at = 1; at < size; at += 1) {
      const other = this.#swap[at]!;
      if (other <= at) continue;
      const real = re[at]!;
      const imaginary = im[at]!;
      re[at] = re[other]!;
      im[at] = im[other]!;
      re[other] = real;
      im[other] = imaginary;
    }
    for (let half = 1; half < size; half *= 2) {
      const stride = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0, turn = 0; k < half; k += 1, turn += stride) {
          const low = start + k;
          const high = low + half;
          const c = cos[turn]!;
          const s = sin[turn]!;
          const real = re[high]! * c - im[high]! * s;
          const imaginary = re[high]! * s + im[high]! * c;
          re[high] = re[low]! - real;
          im[high] = im[low]! - imaginary;
          re[low] = re[low]! + real;
          im[low] = im[low]! + imaginary;
        }
      }
    }
  }

  /** The inverse, not divided by the size. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.forward(im, re);
  }
}

/** The smallest power of two that is not below. */
export const powerOfTwoFrom = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, least)));
