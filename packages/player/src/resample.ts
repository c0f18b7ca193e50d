/** Taps on each side of a sample; with the window below about 100 dB of rejection and flat to 0.9 of Nyquist. */
const halfTaps = 32;
const phases = 512;
const kaiserBeta = 10;

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * Converts a stretch of a signal from one rate to another by a Kaiser-windowed sinc, with exact positions: output
 * frame n is the signal at n × from / to, so pieces made apart fit together without a seam (J. O. Smith, "Digital
 * Audio Resampling"). Going down, the filter is widened to keep out what would alias.
 */
export class Resampler {
  readonly fromRate: number;
  readonly toRate: number;
  /** Input frames that are needed on each side of an output frame. */
  readonly margin: number;
  readonly #table: Float32Array;
  readonly #step: number;
  readonly #scale: number;

  constructor(fromRate: number, toRate: number) {
    this.fromRate = fromRate;
    this.toRate = toRate;
    this.#step = fromRate / toRate;
    this.#scale = Math.min(1, toRate / fromRate);
    this.margin = Math.ceil(halfTaps / this.#scale) + 1;
    const length = halfTaps * phases;
    this.#table = new Float32Array(length + 2);
    const windowAtZero = bessel0(kaiserBeta);
    for (let index = 0; index <= length; index += 1) {
      const x = index / phases;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      this.#table[index] = (sinc * bessel0(kaiserBeta * Math.sqrt(1 - (x / halfTaps) ** 2))) / windowAtZero;
    }
  }

  /** Length at the new rate of a file of `frames` frames. */
  outputFrames(frames: number): number {
    return Math.ceil((frames * this.toRate) / this.fromRate);
  }

  /** Input frames [from, to) that output frames [start, start + frames) are made of; may reach outside of the file. */
  inputRange(start: number, frames: number): { from: number; to: number } {
    return {
      from: Math.floor(start * this.#step) - this.margin,
      to: Math.ceil((start + frames) * this.#step) + this.margin + 1,
    };
  }

  /** Fills `output` with frames from `start` on; `input[0]` is the file's frame `inputFrom`; silence outside of it. */
  process(input: Float32Array, inputFrom: number, start: number, output: Float32Array): void {
    const scale = this.#scale;
    const table = this.#table;
    const reach = halfTaps / scale;
    for (let n = 0; n < output.length; n += 1) {
      const at = ((start + n) * this.fromRate) / this.toRate - inputFrom;
      const first = Math.max(0, Math.ceil(at - reach));
      const last = Math.min(input.length - 1, Math.floor(at + reach));
      let sum = 0;
      for (let k = first; k <= last; k += 1) {
        const x = Math.abs(at - k) * scale * phases;
        const index = Math.floor(x);
        const low = table[index]!;
        sum += input[k]! * (low + (x - index) * (table[index + 1]! - low));
      }
      output[n] = sum * scale;
    }
  }
}
