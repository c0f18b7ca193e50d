import type { BufferCache } from './buffer-cache.ts';
import { type Minus, segmentsUnder, subtract } from './difference.ts';
import { loadSegment, segmentFrames } from './load-segment.ts';
import type { PlayerVersion } from './player-version.ts';
import { Resampler } from './resample.ts';

/** Seconds of a piece that has to be converted: short, so that making one does not hold up the page. */
const convertedPieceSeconds = 0.5;

/** What tells the sound of one version from another's: its file, and what is taken away from it. */
const soundOf = ({ fileId, minus }: PlayerVersion): string =>
  minus ? `${fileId} without ${minus.version.fileId}` : fileId;

/**
 * A version as pieces at the rate of the audio context, in order, without seams. A version at that rate is played in
 * its own segments, sample for sample; another is converted piece by piece from the segments around each.
 */
export class PieceSource {
  readonly version: PlayerVersion;
  readonly contextRate: number;
  readonly framesPerPiece: number;
  /** length in frames of the context */
  readonly length: number;
  readonly #cache: BufferCache;
  readonly #mediaBase: string;
  readonly #resampler: Resampler | null;

  constructor(version: PlayerVersion, contextRate: number, cache: BufferCache, mediaBase: string) {
    this.version = version;
    this.contextRate = contextRate;
    this.#cache = cache;
    this.#mediaBase = mediaBase;
    const same = version.sampleRate === contextRate;
    this.#resampler = same ? null : new Resampler(version.sampleRate, contextRate);
    this.framesPerPiece = same ? version.segments.framesPerSegment : Math.round(contextRate * convertedPieceSeconds);
    this.length = this.#resampler ? this.#resampler.outputFrames(version.frames) : version.frames;
  }

  #pieceKey(index: number): string {
    return `${soundOf(this.version)}@${this.contextRate}/${index}`;
  }

  #segmentKey(index: number): string {
    return `${soundOf(this.version)}/${index}`;
  }

  /** Everything that is loaded for a piece, as keys of the cache. */
  keysOf(index: number): string[] {
    const segments = this.#segmentsOf(index).flatMap((segment) => this.#keysOfSegment(segment));
    return this.#resampler ? [this.#pieceKey(index), ...segments] : segments;
  }

  #keysOfSegment(index: number): string[] {
    const { minus, fileId, segments } = this.version;
    if (!minus) return [this.#segmentKey(index)];
    const under = segmentsUnder(index * segments.framesPerSegment, segmentFrames(this.version, index), minus);
    return [
      this.#segmentKey(index),
      `${fileId}/${index}`,
      ...under.map((segment) => `${minus.version.fileId}/${segment}`),
    ];
  }

  /** The piece if it is ready. */
  get(index: number): AudioBuffer | null {
    return this.#cache.get(this.#resampler ? this.#pieceKey(index) : this.#segmentKey(index));
  }

  load(index: number): Promise<AudioBuffer> {
    const resampler = this.#resampler;
    if (!resampler) return this.#loadSegment(index);
    return this.#cache.load(this.#pieceKey(index), () => this.#convert(resampler, index));
  }

  #loadSegment(index: number): Promise<AudioBuffer> {
    const { minus } = this.version;
    if (!minus) return this.#fetchSegment(this.version, index);
    return this.#cache.load(this.#segmentKey(index), () => this.#makeDifference(minus, index));
  }

  #fetchSegment(version: PlayerVersion, index: number): Promise<AudioBuffer> {
    return this.#cache.load(`${version.fileId}/${index}`, (signal) =>
      loadSegment(this.#mediaBase, version, index, signal),
    );
  }

  async #makeDifference(minus: Minus, index: number): Promise<AudioBuffer> {
    const atFrame = index * this.version.segments.framesPerSegment;
    const under = segmentsUnder(atFrame, segmentFrames(this.version, index), minus);
    const [whole, ...parts] = await Promise.all([
      this.#fetchSegment(this.version, index),
      ...under.map((segment) => this.#fetchSegment(minus.version, segment)),
    ]);
    const { numberOfChannels, length, sampleRate } = whole;
    const output = new AudioBuffer({ numberOfChannels, length, sampleRate });
    for (let channel = 0; channel < numberOfChannels; channel += 1) {
      const target = output.getChannelData(channel);
      target.set(whole.getChannelData(channel));
      const pieces = parts.map((part, n) => ({
        atFrame: under[n]! * minus.version.segments.framesPerSegment,
        // One channel is both.
        samples: part.getChannelData(Math.min(channel, part.numberOfChannels - 1)),
      }));
      subtract(target, atFrame, pieces, minus);
    }
    return output;
  }

  #inputRange(resampler: Resampler, index: number): { from: number; to: number; frames: number } {
    const start = index * this.framesPerPiece;
    const frames = Math.min(this.framesPerPiece, this.length - start);
    const { from, to } = resampler.inputRange(start, frames);
    return { from: Math.max(0, from), to: Math.min(this.version.frames, to), frames };
  }

  #segmentsOf(index: number): number[] {
    if (!this.#resampler) return [index];
    const { from, to } = this.#inputRange(this.#resampler, index);
    const { framesPerSegment } = this.version.segments;
    const first = Math.floor(from / framesPerSegment);
    const last = Math.floor((to - 1) / framesPerSegment);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  }

  async #convert(resampler: Resampler, index: number): Promise<AudioBuffer> {
    const segments = this.#segmentsOf(index);
    const buffers = await Promise.all(segments.map((segment) => this.#loadSegment(segment)));
    const { from, to, frames } = this.#inputRange(resampler, index);
    const { channels, segments: cut } = this.version;
    const output = new AudioBuffer({ numberOfChannels: channels, length: frames, sampleRate: this.contextRate });
    const input = new Float32Array(to - from);
    for (let channel = 0; channel < channels; channel += 1) {
      segments.forEach((segment, n) => {
        const segmentStart = segment * cut.framesPerSegment;
        const samples = buffers[n]!.getChannelData(channel);
        const start = Math.max(from, segmentStart);
        const end = Math.min(to, segmentStart + samples.length);
        input.set(samples.subarray(start - segmentStart, end - segmentStart), start - from);
      });
      resampler.process(input, from, index * this.framesPerPiece, output.getChannelData(channel));
    }
    return output;
  }
}
