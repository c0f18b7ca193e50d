import type { Dsp } from '@sweetspot/dsp';
import type { Block } from '../source.ts';
import { Spectrum } from './spectrum.ts';

const fourierSize = 4096;
/** Residual is kept this finely to say where a change begins and ends. */
export const stepsPerSection = 50;

/** Edges after Bob Katz's and common engineers' names of ranges. */
export const diffBands = [
  { name: 'sub', fromHz: 0, toHz: 60 },
  { name: 'bass', fromHz: 60, toHz: 250 },
  { name: 'lowMid', fromHz: 250, toHz: 1000 },
  { name: 'mid', fromHz: 1000, toHz: 4000 },
  { name: 'presence', fromHz: 4000, toHz: 10_000 },
  { name: 'air', fromHz: 10_000, toHz: 96_000 },
] as const;
export type DiffBandName = (typeof diffBands)[number]['name'];

/** Sums over one section of what both files share. Powers are sums of squares over channels. */
export interface SectionSums {
  frames: number;
  residual: number;
  powerA: number;
  powerB: number;
  product: number;
  /** No sample differs, as they stand in the files. */
  equal: boolean;
  /** Shares of the residual's and of A's power, one per band; empty when nothing is left. */
  residualShares: number[];
  shares: number[];
}

/** What is left of A when B, turned to its level, is taken away; section by section. */
export class SectionResiduals {
  readonly sections: SectionSums[] = [];
  /** Mean square of the residual in each step. */
  readonly steps: number[] = [];
  readonly #spectrum: Spectrum;
  readonly #window = Float64Array.from(
    { length: fourierSize },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / fourierSize),
  );
  readonly #windowed: [Float64Array, Float64Array] = [new Float64Array(fourierSize), new Float64Array(fourierSize)];
  readonly #edges: number[];
  readonly #gain: number;

  /** `gain`: what A is multiplied by to be B. */
  constructor(dsp: Dsp, sampleRate: number, gain: number) {
    this.#spectrum = new Spectrum(dsp, fourierSize);
    this.#gain = gain;
    this.#edges = diffBands.map(({ toHz }) =>
      Math.min(fourierSize / 2 + 1, Math.round((toHz * fourierSize) / sampleRate)),
    );
  }

  add(a: Block, b: Block, frames: number): void {
    const back = 1 / this.#gain;
    const sums = { frames, residual: 0, powerA: 0, powerB: 0, product: 0, equal: true };
    const left = a.map((plane) => new Float64Array(plane.length));
    const stepFrames = Math.ceil(a[0]!.length / stepsPerSection);
    const steps = new Float64Array(Math.ceil(frames / stepFrames));
    a.forEach((plane, channel) => {
      const other = b[channel]!;
      const rest = left[channel]!;
      for (let frame = 0; frame < frames; frame += 1) {
        const x = plane[frame]!;
        const y = other[frame]!;
        const r = x - y * back;
        rest[frame] = r;
        if (x !== y) sums.equal = false;
        sums.powerA += x * x;
        sums.powerB += y * y;
        sums.product += x * y;
        sums.residual += r * r;
        const step = (frame / stepFrames) | 0;
        steps[step] = steps[step]! + r * r;
      }
    });
    for (const step of steps) this.steps.push(step / stepFrames / a.length);
    const differs = sums.residual > 0;
    this.sections.push({
      ...sums,
      residualShares: differs ? this.#shares(left, frames) : [],
      shares: differs ? this.#shares(a, frames) : [],
    });
  }

  #shares(planes: readonly (Float64Array | Float32Array)[], frames: number): number[] {
    const powers = diffBands.map(() => 0);
    for (let from = 0; from < frames; from += fourierSize / 2) {
      planes.forEach((plane, channel) => {
        const part = this.#windowed[channel]!;
        for (let at = 0; at < fourierSize; at += 1) {
          part[at] = from + at < frames ? plane[from + at]! * this.#window[at]! : 0;
        }
      });
      this.#spectrum.transform(...this.#windowed);
      let bin = 0;
      this.#edges.forEach((edge, band) => {
        for (; bin < edge; bin += 1) powers[band] = powers[band]! + this.#spectrum.power(bin);
      });
    }
    const all = powers.reduce((sum, value) => sum + value, 0);
    return powers.map((value) => (all > 0 ? value / all : 0));
  }
}
