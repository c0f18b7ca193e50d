import type { Block } from '../source.ts';

/** Enough to tell how signals lie to each other: the ear's and the mix's main weight is below 6 kHz. */
const wantedRate = 12_000;

/**
 * Mono at about 12 kHz by averaging neighbours. What folds down does so alike in all signals, so sums stay sums: the
 * decimated sum of stems is the sum of the decimated stems.
 */
export class Decimator {
  readonly factor: number;
  readonly sampleRate: number;
  #sum = 0;
  #count = 0;

  constructor(sampleRate: number) {
    this.factor = Math.max(1, Math.round(sampleRate / wantedRate));
    this.sampleRate = sampleRate / this.factor;
  }

  /** Appends what these frames complete to `out` from `at` on, and answers where it ends. */
  add(block: Block | null, frames: number, out: Float64Array, at: number): number {
    const left = block?.[0];
    const right = block?.[1] ?? left;
    for (let frame = 0; frame < frames; frame += 1) {
      if (left) this.#sum += left[frame]! + right![frame]!;
      this.#count += 1;
      if (this.#count < this.factor) continue;
      out[at] = this.#sum / (2 * this.factor);
      at += 1;
      this.#sum = 0;
      this.#count = 0;
    }
    return at;
  }
}
