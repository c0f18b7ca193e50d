import type { Analysis } from '@sweetspot/protocol';
import type { Block } from './source.ts';
import { SpectralCentroid } from './spectral-centroid.ts';

/** A stem rests where it is this much below its loudest moment, or below an absolute floor. */
const restBelowMaximumLu = 25;
const quietestLufs = -60;

/** Length of the steps in which activity is judged; the caller cuts its blocks to it. */
export const activityStepSeconds = 0.1;

/**
 * Where a stem sounds, and how loud, peaky and bright it is there: what a rough mix wants to know. A stem that plays
 * four bars of a song must not be judged by its silence.
 */
export class StemActivity {
  readonly #centroid: SpectralCentroid;
  readonly #steps: { momentaryLufs: number; peak: number; meanSquare: number }[] = [];

  constructor(sampleRate: number) {
    this.#centroid = new SpectralCentroid(sampleRate);
  }

  /** One step of sound and the momentary loudness (400 ms) at its end. */
  add(step: Block, momentaryLufs: number): void {
    this.#centroid.add(step);
    let peak = 0;
    let squares = 0;
    for (const samples of step) {
      for (let at = 0; at < samples.length; at += 1) {
        const value = samples[at]!;
        squares += value * value;
        peak = Math.max(peak, Math.abs(value));
      }
    }
    this.#steps.push({ momentaryLufs, peak, meanSquare: squares / (step.length * step[0]!.length) });
  }

  finish(): Analysis['activity'] {
    const loudest = this.#steps.reduce((max, step) => Math.max(max, step.momentaryLufs), Number.NEGATIVE_INFINITY);
    const floor = Math.max(quietestLufs, loudest - restBelowMaximumLu);
    const active = this.#steps.filter((step) => step.momentaryLufs > floor);
    if (active.length === 0) return { activeRatio: 0, activeLufs: null, crestDb: null, spectralCentroidHz: null };
    const mean = (of: (step: (typeof active)[number]) => number) =>
      active.reduce((sum, step) => sum + of(step), 0) / active.length;
    const peak = active.reduce((max, step) => Math.max(max, step.peak), 0);
    const meanSquare = mean((step) => step.meanSquare);
    return {
      activeRatio: active.length / this.#steps.length,
      activeLufs: 10 * Math.log10(mean((step) => 10 ** (step.momentaryLufs / 10))),
      crestDb: meanSquare > 0 ? 20 * Math.log10(peak / Math.sqrt(meanSquare)) : null,
      spectralCentroidHz: this.#centroid.finish(),
    };
  }
}
