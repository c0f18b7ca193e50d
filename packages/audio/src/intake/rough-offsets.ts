import { type Dsp, Transform } from '@sweetspot/dsp';
import { addCross, keepPositive, spreadPositive } from './pair-likeness.ts';

/** About 11 s at 12 kHz, half of it zeros: offsets of up to ±2.7 s are found with certainty. */
const windowFrames = 2 ** 17;
/** How far the peak of the response must stand above its own mean: music against other music stays below 8. */
const leastProminence = 14;
/** Of the strongest frequency: what is quieter is not divided by. */
const regularisation = 1e-3;

/**
 * Where each of many signals lies in a mix: the response from the signal to the mix (cross-spectrum over power spectrum,
 * Wiener's) is a peak at its delay, as high as its level.
 */
export class RoughOffsets {
  readonly hopFrames = windowFrames / 2;
  readonly #transform: Transform;
  readonly #crosses: Float64Array[];
  readonly #powers: Float64Array[];
  readonly #spectrum = new Float64Array(windowFrames);
  readonly #mixSpectrum = new Float64Array(windowFrames);
  #mixEnergy = 0;

  constructor(dsp: Dsp, count: number) {
    this.#transform = new Transform(dsp, windowFrames);
    this.#crosses = Array.from({ length: count }, () => new Float64Array(windowFrames));
    this.#powers = Array.from({ length: count }, () => new Float64Array(windowFrames / 2));
  }

  get mixEnergy(): number {
    return this.#mixEnergy;
  }

  /** The next `hopFrames` of every signal and of the mix. */
  add(signals: readonly Float64Array[], mix: Float64Array): void {
    this.#mixEnergy += mix.reduce((sum, value) => sum + value * value, 0);
    keepPositive(this.#transform.forwardReal(mix), this.#mixSpectrum);
    signals.forEach((signal, index) => {
      if (signal.every((value) => value === 0)) return;
      keepPositive(this.#transform.forwardReal(signal), this.#spectrum);
      addCross(this.#spectrum, this.#mixSpectrum, this.#crosses[index]!);
      const power = this.#powers[index]!;
      for (let bin = 0; bin < power.length; bin += 1) {
        const [re, im] = [this.#spectrum[2 * bin]!, this.#spectrum[2 * bin + 1]!];
        power[bin] = power[bin]! + re * re + im * im;
      }
    });
  }

  /** How much later each signal lies than in the mix, in frames; null where it cannot be told. */
  finish(): (number | null)[] {
    return this.#crosses.map((cross, index) => this.#offset(cross, this.#powers[index]!));
  }

  /** Inner products of each signal with the mix, the mix shifted by `lag` frames. */
  productsAt(lag: number): number[] {
    return this.#crosses.map((cross) => {
      const data = this.#correlation(cross);
      return (2 * data[2 * ((lag + windowFrames) % windowFrames)]!) / windowFrames;
    });
  }

  #correlation(cross: Float64Array): Float64Array {
    const { data } = this.#transform;
    data.fill(0);
    spreadPositive(cross, data);
    this.#transform.inverse();
    return data;
  }

  #offset(cross: Float64Array, power: Float64Array): number | null {
    const strongest = power.reduce((max, value) => Math.max(max, value), 0);
    if (strongest === 0) return null;
    const response = cross.map((value, at) => value / (power[at >> 1]! + regularisation * strongest));
    const data = this.#correlation(response);
    let best = { value: 0, lag: 0 };
    let sum = 0;
    const reach = this.hopFrames / 2;
    for (let lag = -reach; lag < reach; lag += 1) {
      const value = Math.abs(data[2 * ((lag + windowFrames) % windowFrames)]!);
      sum += value;
      if (value > best.value) best = { value, lag };
    }
    if (best.value < (leastProminence * sum) / (2 * reach)) return null;
    // The mix later than the signal is the signal earlier than in the mix.
    return best.lag === 0 ? 0 : -best.lag;
  }
}
