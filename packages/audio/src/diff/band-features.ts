import type { Dsp } from '@sweetspot/dsp';
import type { Block } from '../source.ts';
import { powerOfTwoFrom, Spectrum } from './spectrum.ts';

/** One feature every so many seconds. */
const hopSeconds = 0.01;
const bandCount = 6;
const lowestHz = 60;
const highestHz = 12_000;
/** −90 dBFS: what is below is noise and says nothing about the music. */
const floor = 1e-9;
/** Alignment needs no more points than this; hours of music are thinned. */
const mostPoints = 2 ** 18;

export interface Features {
  /** Level of each band over time, its slow part taken out: the rhythm, whatever the gain or the tone. */
  bands: Float64Array[];
  /** Mean square per hop, all channels. */
  energy: Float64Array;
  hopFrames: number;
  /** Length of the file. */
  frames: number;
}

/** Listens to a file once and keeps what is needed to find another take of it in time. */
export class BandFeatures {
  readonly #hopFrames: number;
  readonly #size: number;
  readonly #spectrum: Spectrum;
  readonly #window: Float64Array;
  readonly #windowed: [Float64Array, Float64Array];
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #edges: number[];
  readonly #levels: number[][] = Array.from({ length: bandCount }, () => []);
  readonly #energy: number[] = [];
  #filled = 0;
  #frames = 0;

  constructor(dsp: Dsp, sampleRate: number) {
    this.#hopFrames = Math.round(sampleRate * hopSeconds);
    this.#size = powerOfTwoFrom(2 * this.#hopFrames);
    this.#spectrum = new Spectrum(dsp, this.#size);
    this.#window = Float64Array.from(
      { length: this.#size },
      (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / this.#size),
    );
    this.#windowed = [new Float64Array(this.#size), new Float64Array(this.#size)];
    this.#left = new Float32Array(this.#size);
    this.#right = new Float32Array(this.#size);
    const top = Math.min(highestHz, 0.45 * sampleRate);
    this.#edges = Array.from({ length: bandCount + 1 }, (_, band) =>
      Math.max(band + 1, Math.round((lowestHz * (top / lowestHz) ** (band / bandCount) * this.#size) / sampleRate)),
    );
  }

  /** One or two channels; only the first `frames` count. */
  add([left, right]: Block, frames: number): void {
    this.#frames += frames;
    for (let at = 0; at < frames; ) {
      const count = Math.min(this.#size - this.#filled, frames - at);
      this.#left.set(left!.subarray(at, at + count), this.#filled);
      if (right) this.#right.set(right.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === this.#size) this.#analyse();
    }
  }

  #analyse(): void {
    const size = this.#size;
    const [windowedLeft, windowedRight] = this.#windowed;
    let energy = 0;
    for (let at = 0; at < size; at += 1) {
      const left = this.#left[at]!;
      const right = this.#right[at]!;
      if (at < this.#hopFrames) energy += left * left + right * right;
      windowedLeft[at] = left * this.#window[at]!;
      windowedRight[at] = right * this.#window[at]!;
    }
    this.#energy.push(energy / this.#hopFrames);
    this.#spectrum.transform(windowedLeft, windowedRight);
    const scale = 4 / size ** 2;
    this.#levels.forEach((levels, band) => {
      let power = 0;
      for (let bin = this.#edges[band]!; bin < this.#edges[band + 1]!; bin += 1) power += this.#spectrum.power(bin);
      levels.push(Math.log(power * scale + floor));
    });
    this.#left.copyWithin(0, this.#hopFrames);
    this.#right.copyWithin(0, this.#hopFrames);
    this.#filled = size - this.#hopFrames;
  }

  finish(): Features {
    // What never filled a window is heard with silence behind it, so that no file is too short.
    const rest = new Float32Array(this.#size);
    const frames = this.#frames;
    this.add([rest, rest], this.#size);
    let hopFrames = this.#hopFrames;
    let levels: Float64Array[] = this.#levels.map((one) => Float64Array.from(one));
    let energy: Float64Array = Float64Array.from(this.#energy);
    for (; energy.length > mostPoints; hopFrames *= 2) {
      levels = levels.map(halve);
      energy = halve(energy);
    }
    const radius = Math.round((0.5 * this.#hopFrames) / hopSeconds / hopFrames);
    return { bands: levels.map((one) => withoutSlowPart(one, radius)), energy, hopFrames, frames };
  }
}

const halve = (values: Float64Array): Float64Array =>
  Float64Array.from({ length: values.length >> 1 }, (_, at) => (values[2 * at]! + values[2 * at + 1]!) / 2);

/** Minus the mean over one second around each point. */
function withoutSlowPart(values: Float64Array, radius: number): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, at) => {
    sums[at + 1] = sums[at]! + value;
  });
  return values.map((value, at) => {
    const from = Math.max(0, at - radius);
    const to = Math.min(values.length, at + radius + 1);
    return value - (sums[to]! - sums[from]!) / (to - from);
  });
}
