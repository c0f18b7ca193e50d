import type { Block } from './source.ts';

const windowFrames = 4096;
/** One window in this many frames is enough to know the tone of a stem. */
const hopSeconds = 0.4;
/** Windows quieter than this (mean square) say nothing about the tone: −60 dBFS. */
const quietest = 1e-6;

/** Centre of gravity of the power spectrum over the sounding parts, from Hann windows taken at intervals. */
export class SpectralCentroid {
  readonly #sampleRate: number;
  readonly #hopFrames: number;
  readonly #window = new Float64Array(windowFrames);
  readonly #re = new Float64Array(windowFrames);
  readonly #im = new Float64Array(windowFrames);
  #filled = 0;
  #skip = 0;
  #weighted = 0;
  #power = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#hopFrames = Math.max(windowFrames, Math.round(sampleRate * hopSeconds));
  }

  add(block: Block): void {
    const frames = block[0]!.length;
    const gain = 1 / block.length;
    for (let at = 0; at < frames; ) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, frames - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      const count = Math.min(windowFrames - this.#filled, frames - at);
      for (let index = 0; index < count; index += 1) {
        let sum = 0;
        for (const channel of block) sum += channel[at + index]!;
        this.#window[this.#filled + index] = sum * gain;
      }
      this.#filled += count;
      at += count;
      if (this.#filled === windowFrames) this.#analyse();
    }
  }

  /** Hz; null when nothing sounded. */
  finish(): number | null {
    return this.#power > 0 ? this.#weighted / this.#power : null;
  }

  #analyse(): void {
    this.#filled = 0;
    this.#skip = this.#hopFrames - windowFrames;
    let squares = 0;
    for (const value of this.#window) squares += value * value;
    if (squares / windowFrames < quietest) return;
    for (let index = 0; index < windowFrames; index += 1) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowFrames);
      this.#re[index] = this.#window[index]! * hann;
    }
    this.#im.fill(0);
    fourier(this.#re, this.#im);
    const binHz = this.#sampleRate / windowFrames;
    for (let bin = 1; bin < windowFrames / 2; bin += 1) {
      const power = this.#re[bin]! ** 2 + this.#im[bin]! ** 2;
      this.#weighted += power * bin * binHz;
      this.#power += power;
    }
  }
}

/** In-place radix-2 Cooley–Tukey transform; lengths are powers of two. */
function fourier(re: Float64Array, im: Float64Array): void {
  const length = re.length;
  for (let index = 1, reversed = 0; index < length; index += 1) {
    let bit = length >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (index < reversed) {
      [re[index], re[reversed]] = [re[reversed]!, re[index]!];
      [im[index], im[reversed]] = [im[reversed]!, im[index]!];
    }
  }
  for (let size = 2; size <= length; size *= 2) {
    const half = size / 2;
    const angle = (-2 * Math.PI) / size;
    for (let k = 0; k < half; k += 1) {
      const cos = Math.cos(angle * k);
      const sin = Math.sin(angle * k);
      for (let start = k; start < length; start += size) {
        const other = start + half;
        const x = re[other]! * cos - im[other]! * sin;
        const y = re[other]! * sin + im[other]! * cos;
        re[other] = re[start]! - x;
        im[other] = im[start]! - y;
        re[start] = re[start]! + x;
        im[start] = im[start]! + y;
      }
    }
  }
}
