import type { Dsp } from '@sweetspot/dsp';
import type { AudioSource, Block } from '../source.ts';
import { StemFeed } from '../stem-feed.ts';

export interface Comparing {
  /** Both files are compared at this rate, Hz. */
  sampleRate: number;
  /** 1 or 2; a mono file beside a stereo one is taken on both sides. */
  channels: number;
}

/** One of two files as they are compared: at one rate, with as many channels as the other, in blocks of any length. */
export class CompareFeed {
  readonly #feed: StemFeed;
  readonly #channels: number;

  constructor(dsp: Dsp, source: AudioSource, name: string, { sampleRate, channels }: Comparing) {
    this.#feed = new StemFeed(dsp, source, name, sampleRate);
    this.#channels = channels;
  }

  /** The next `frames`, silence behind the end, and how many of them are the file's. */
  async take(frames: number): Promise<{ block: Block; frames: number }> {
    const taken = await this.#feed.take(frames);
    if (!taken) return { block: Array.from({ length: this.#channels }, () => new Float32Array(frames)), frames: 0 };
    const { block } = taken;
    return { block: block.length < this.#channels ? [block[0]!, block[0]!] : block, frames: taken.frames };
  }

  /** Passes over that many frames, or all that are left; answers their largest magnitude. */
  async skip(frames: number, blockFrames: number): Promise<number> {
    let peak = 0;
    for (let left = frames; left > 0; left -= blockFrames) {
      const taken = await this.take(Math.min(left, blockFrames));
      for (const plane of taken.block) for (const value of plane) peak = Math.max(peak, Math.abs(value));
      if (taken.frames === 0) break;
    }
    return peak;
  }
}
