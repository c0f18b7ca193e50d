import type { Block } from './source.ts';

export interface ClippedRun {
  atSeconds: number;
  samples: number;
  channel: number;
}

const shortestRun = 3;
const keptRuns = 100;
/** 16-bit files clip at −32768 and at +32767: both are the maximum. */
const tolerance = 1 - 2 ** -14;
/** A quiet low note also stands still at its crest; only what comes near full scale is called clipped. */
const lowestClip = 0.5;

interface Run {
  value: number;
  samples: number;
  atFrame: number;
}

/**
 * Runs of at least three equal samples at the largest magnitude of the file, found in one pass: when a larger sample
 * comes, what was found below it is forgotten.
 */
export class ClipFinder {
  readonly #sampleRate: number;
  readonly #open: Run[];
  #runs: ClippedRun[] = [];
  #count = 0;
  #maximum = 0;
  #frames = 0;

  constructor(channels: number, sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#open = Array.from({ length: channels }, () => ({ value: 0, samples: 0, atFrame: 0 }));
  }

  /** `blockPeak` is the largest magnitude in the block: blocks far from the maximum need no search. */
  add(block: Block, blockPeak: number): void {
    if (blockPeak * tolerance > this.#maximum) {
      this.#runs = [];
      this.#count = 0;
      for (const run of this.#open) run.samples = 0;
    }
    this.#maximum = Math.max(this.#maximum, blockPeak);
    const isNear = blockPeak >= this.#maximum * tolerance && blockPeak >= lowestClip;
    block.forEach((samples, channel) => {
      if (isNear) this.#search(samples, channel);
      else this.#closeRun(channel);
    });
    this.#frames += block[0]!.length;
  }

  #search(samples: Float32Array, channel: number): void {
    const run = this.#open[channel]!;
    const limit = this.#maximum * tolerance;
    for (let at = 0; at < samples.length; at += 1) {
      const value = samples[at]!;
      if (value < limit && value > -limit) {
        if (run.samples > 0) this.#closeRun(channel);
      } else if (run.samples > 0 && value === run.value) {
        run.samples += 1;
      } else {
        this.#closeRun(channel);
        run.value = value;
        run.samples = 1;
        run.atFrame = this.#frames + at;
      }
    }
  }

  #closeRun(channel: number): void {
    const run = this.#open[channel]!;
    if (run.samples >= shortestRun) {
      this.#count += 1;
      if (this.#runs.length < keptRuns) {
        this.#runs.push({ atSeconds: run.atFrame / this.#sampleRate, samples: run.samples, channel });
      }
    }
    run.samples = 0;
  }

  finish(): { runs: ClippedRun[]; count: number } {
    for (let channel = 0; channel < this.#open.length; channel += 1) this.#closeRun(channel);
    const runs = this.#runs.toSorted((a, b) => a.atSeconds - b.atSeconds || a.channel - b.channel);
    return { runs, count: this.#count };
  }
}
