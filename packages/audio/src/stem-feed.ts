import { type Dsp, Resampler } from '@sweetspot/dsp';
import { MediaError } from './media-error.ts';
import { nameError } from './open-source.ts';
import type { AudioSource, Block } from './source.ts';

/**
 * A stem as the mixer wants it: at the mix's sample rate and in blocks of exactly the length asked for, silence added
 * behind its end.
 */
export class StemFeed {
  readonly channels: number;
  readonly #source: AudioSource;
  readonly #name: string;
  readonly #resampler: Resampler | null;
  #queue: Block[] = [];
  #queuedFrames = 0;
  #ended = false;

  constructor(dsp: Dsp, source: AudioSource, name: string, sampleRate: number) {
    const { channels, sampleRate: fromRate } = source.info;
    if (channels > 2) {
      const sentence = `${name}: This file has ${channels} channels; bring it as mono or stereo.`;
      throw new MediaError('too_many_channels', sentence);
    }
    this.channels = channels;
    this.#source = source;
    this.#name = name;
    this.#resampler = fromRate === sampleRate ? null : new Resampler(dsp, { channels, fromRate, toRate: sampleRate });
  }

  /**
   * The next `frames` and how many of them are the stem's; null once it has ended. The arrays of `spare`, a block that is no
   * longer needed, may be used again.
   */
  async take(frames: number, spare?: Block | null): Promise<{ block: Block; frames: number } | null> {
    while (this.#queuedFrames < frames && !this.#ended) {
      await this.#pull(spare);
      spare = null;
    }
    if (this.#queuedFrames === 0) return null;
    const first = this.#queue[0]!;
    if (first[0]!.length === frames) {
      this.#queue.shift();
      this.#queuedFrames -= frames;
      return { block: first, frames };
    }
    const block = Array.from({ length: this.channels }, () => new Float32Array(frames));
    let filled = 0;
    while (filled < frames && this.#queue.length > 0) {
      const next = this.#queue[0]!;
      const length = next[0]!.length;
      const count = Math.min(length, frames - filled);
      block.forEach((plane, channel) => {
        plane.set(next[channel]!.subarray(0, count), filled);
      });
      filled += count;
      if (count === length) this.#queue.shift();
      else this.#queue[0] = next.map((plane) => plane.subarray(count));
    }
    this.#queuedFrames -= filled;
    return { block, frames: filled };
  }

  async #pull(spare?: Block | null): Promise<void> {
    const block = await this.#source.read(spare).catch((error: unknown) => {
      throw error instanceof MediaError ? nameError(error, this.#name) : error;
    });
    if (!block) this.#ended = true;
    const ready = this.#resampler ? (block ? this.#resampler.push(block) : this.#resampler.finish()) : block;
    const frames = ready?.[0]?.length ?? 0;
    if (!ready || frames === 0) return;
    this.#queue.push(ready);
    this.#queuedFrames += frames;
  }
}
