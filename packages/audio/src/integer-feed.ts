import { type Dsp, Quantizer } from '@sweetspot/dsp';
import { scaleBlock } from './scale-block.ts';
import type { AudioSource, SourceInfo } from './source.ts';
import { StemFeed } from './stem-feed.ts';

const ditherSeed = 1;
const blockSeconds = 0.25;

export interface IntegerTarget {
  sampleRate: number;
  bitDepth: 16 | 24;
  gainDb?: number;
}

/** The samples of a source are whole numbers of that rate and depth already. */
export const fitsInto = (info: SourceInfo, { sampleRate, bitDepth }: IntegerTarget): boolean =>
  info.sampleKind === 'int' && info.sampleRate === sampleRate && info.bitDepth !== null && info.bitDepth <= bitDepth;

/**
 * A source as integers of a depth and rate: as they are when they fit already, else resampled, made quieter or louder and
 * dithered. Dithering what needs none would only add noise.
 */
export class IntegerFeed {
  readonly #feed: StemFeed;
  readonly #blockFrames: number;
  readonly #quantizer: Quantizer;
  readonly #gain: number;

  constructor(dsp: Dsp, source: AudioSource, target: IntegerTarget) {
    const { info } = source;
    const { sampleRate, bitDepth, gainDb = 0 } = target;
    const fits = gainDb === 0 && fitsInto(info, target);
    this.#gain = 10 ** (gainDb / 20);
    this.#feed = new StemFeed(dsp, source, 'This file', sampleRate);
    this.#blockFrames = Math.round(sampleRate * blockSeconds);
    const dither = fits ? 'none' : 'tpdf';
    this.#quantizer = new Quantizer(dsp, { channels: info.channels, bitDepth, dither, seed: ditherSeed });
  }

  /** The next block; null at the end. */
  async next(): Promise<Int32Array[] | null> {
    const taken = await this.#feed.take(this.#blockFrames);
    if (!taken) return null;
    const block = taken.block.map((plane) => plane.subarray(0, taken.frames));
    if (this.#gain !== 1) scaleBlock(block, this.#gain);
    return this.#quantizer.process(block);
  }
}
