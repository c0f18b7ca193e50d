import { type Dsp, Quantizer } from '@sweetspot/dsp';
import type { AudioSource } from './source.ts';
import { StemFeed } from './stem-feed.ts';

const ditherSeed = 1;
const blockSeconds = 0.25;

/**
 * A source as integers of a depth and rate: as they are when they fit already, else resampled and dithered. Dithering
 * what needs none would only add noise.
 */
export class IntegerFeed {
  readonly #feed: StemFeed;
  readonly #blockFrames: number;
  readonly #quantizer: Quantizer;

  constructor(dsp: Dsp, source: AudioSource, { sampleRate, bitDepth }: { sampleRate: number; bitDepth: 16 | 24 }) {
    const { info } = source;
    const fits =
      info.sampleKind === 'int' &&
      info.sampleRate === sampleRate &&
      info.bitDepth !== null &&
      info.bitDepth <= bitDepth;
    this.#feed = new StemFeed(dsp, source, 'This file', sampleRate);
    this.#blockFrames = Math.round(sampleRate * blockSeconds);
    const dither = fits ? 'none' : 'tpdf';
    this.#quantizer = new Quantizer(dsp, { channels: info.channels, bitDepth, dither, seed: ditherSeed });
  }

  /** The next block; null at the end. */
  async next(): Promise<Int32Array[] | null> {
    const taken = await this.#feed.take(this.#blockFrames);
    if (!taken) return null;
    return this.#quantizer.process(taken.block.map((plane) => plane.subarray(0, taken.frames)));
  }
}
