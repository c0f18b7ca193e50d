import { type Dsp, Transform } from '@sweetspot/dsp';
import type { StemPair } from '@sweetspot/protocol';

/** Windows of a third of a second; half of each is zeros, so that lags do not wrap round. */
const windowFrames = 4096;
const reachSeconds = 0.01;
/** −70 dBFS in a window: below it a signal rests. */
const restEnergy = (windowFrames / 2) * 10 ** (-70 / 10);
/** Pairs that sound together for less than this say nothing. */
const leastSeconds = 2;
/** Less likeness than this is no likeness. */
const leastCorrelation = 0.4;

/**
 * Which of many signals are recordings of the same thing: the largest normalised cross-correlation of every pair within
 * ±10 ms, over the moments in which both sound. Cross-spectra are summed over the whole song, so cost and memory do not
 * grow with its length but in time. Also keeps the inner products of all pairs.
 */
export class PairLikeness {
  /** Frames of each signal that `add` takes. */
  readonly hopFrames = windowFrames / 2;
  readonly products: Float64Array[];
  readonly #sampleRate: number;
  readonly #transform: Transform;
  readonly #spectra: Float64Array[];
  readonly #pairs: {
    first: number;
    second: number;
    cross: Float64Array;
    energies: [number, number];
    windows: number;
  }[];

  constructor(dsp: Dsp, count: number, sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#transform = new Transform(dsp, windowFrames);
    this.#spectra = Array.from({ length: count }, () => new Float64Array(windowFrames));
    this.products = Array.from({ length: count }, () => new Float64Array(count));
    this.#pairs = Array.from({ length: count }, (_, first) =>
      Array.from({ length: count - first - 1 }, (_, further) => ({
        first,
        second: first + 1 + further,
        cross: new Float64Array(windowFrames),
        energies: [0, 0] as [number, number],
        windows: 0,
      })),
    ).flat();
  }

  /** The next `hopFrames` of every signal. */
  add(signals: readonly Float64Array[]): void {
    const energies = signals.map((signal, index) => {
      const energy = signal.reduce((sum, value) => sum + value * value, 0);
      this.products[index]![index] = this.products[index]![index]! + energy;
      if (energy > restEnergy) keepPositive(this.#transform.forwardReal(signal), this.#spectra[index]!);
      return energy;
    });
    for (const pair of this.#pairs) {
      const [a, b] = [energies[pair.first]!, energies[pair.second]!];
      if (a <= restEnergy || b <= restEnergy) continue;
      pair.windows += 1;
      pair.energies[0] += a;
      pair.energies[1] += b;
      const product = addCross(this.#spectra[pair.first]!, this.#spectra[pair.second]!, pair.cross);
      this.products[pair.first]![pair.second] = this.products[pair.first]![pair.second]! + product;
      this.products[pair.second]![pair.first] = this.products[pair.first]![pair.second]!;
    }
  }

  /** Pairs worth a word, most alike first; `lagSamples` at the rate of the signals. */
  finish(): StemPair[] {
    const leastWindows = (leastSeconds * this.#sampleRate) / this.hopFrames;
    return this.#pairs
      .filter(({ windows }) => windows >= leastWindows)
      .map(({ first, second, cross, energies }) => {
        const { value, lag } = this.#strongest(cross);
        return { first, second, correlation: value / Math.sqrt(energies[0] * energies[1]), lagSamples: lag };
      })
      .filter(({ correlation }) => Math.abs(correlation) >= leastCorrelation)
      .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
  }

  #strongest(cross: Float64Array): { value: number; lag: number } {
    const { data } = this.#transform;
    data.fill(0);
    spreadPositive(cross, data);
    this.#transform.inverse();
    const reach = Math.round(reachSeconds * this.#sampleRate);
    let best = { value: 0, lag: 0 };
    for (let lag = -reach; lag <= reach; lag += 1) {
      // Twice the positive frequencies is the whole, its real part the correlation.
      const value = (2 * data[2 * ((lag + windowFrames) % windowFrames)]!) / windowFrames;
      if (Math.abs(value) > Math.abs(best.value)) best = { value, lag };
    }
    return best;
  }
}

/** The positive frequencies of a spectrum in the transform's order: its even places. */
export function keepPositive(spectrum: Float64Array, out: Float64Array): void {
  for (let from = 0, to = 0; to < out.length; from += 4, to += 2) {
    out[to] = spectrum[from]!;
    out[to + 1] = spectrum[from + 1]!;
  }
}

export function spreadPositive(kept: Float64Array, spectrum: Float64Array): void {
  for (let from = 0, to = 0; from < kept.length; from += 2, to += 4) {
    spectrum[to] = kept[from]!;
    spectrum[to + 1] = kept[from + 1]!;
  }
}

/** Adds conj(a) · b, so that a peak at +lag means b is later; answers the inner product of both signals. */
export function addCross(a: Float64Array, b: Float64Array, sum: Float64Array): number {
  let product = 0;
  for (let at = 0; at < sum.length; at += 2) {
    const re = a[at]! * b[at]! + a[at + 1]! * b[at + 1]!;
    sum[at] = sum[at]! + re;
    sum[at + 1] = sum[at + 1]! + a[at]! * b[at + 1]! - a[at + 1]! * b[at]!;
    product += re;
  }
  // Zero frequency stands first and once; all others twice.
  return (2 * product - (a[0]! * b[0]! + a[1]! * b[1]!)) / sum.length;
}
