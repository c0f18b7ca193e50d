import type { Block } from './source.ts';

/** Seconds; what is left out is 0. */
export interface SongEdges {
  fadeInSeconds?: number;
  fadeOutSeconds?: number;
  /** Written behind the song, so that the gap to the next one plays as planned wherever files are played in a row. */
  silenceAfterSeconds?: number;
}

const silenceBlockSeconds = 0.25;

/** Fades a song of known length in and out, block by block, behind its limiter: a gain of at most 1 lifts no peak. */
export class EdgeShaper {
  readonly #fadeInFrames: number;
  readonly #fadeOutFrames: number;
  readonly #silentFrames: number;
  readonly #sampleRate: number;
  readonly #frames: number;

  constructor(edges: SongEdges, { sampleRate, frames }: { sampleRate: number; frames: number }) {
    const framesOf = (seconds = 0) => Math.round(seconds * sampleRate);
    this.#fadeInFrames = Math.min(frames, framesOf(edges.fadeInSeconds));
    this.#fadeOutFrames = Math.min(frames, framesOf(edges.fadeOutSeconds));
    this.#silentFrames = framesOf(edges.silenceAfterSeconds);
    this.#sampleRate = sampleRate;
    this.#frames = frames;
  }

  /** In place; `atFrame` is where the block begins in the song. */
  shape(block: Block, atFrame: number): void {
    const length = block[0]!.length;
    const fadeOutFrom = this.#fadeOutFrames > 0 ? this.#frames - this.#fadeOutFrames : Number.POSITIVE_INFINITY;
    if (atFrame >= this.#fadeInFrames && atFrame + length <= fadeOutFrom) return;
    for (let at = 0; at < length; at += 1) {
      const frame = atFrame + at;
      const into = frame < this.#fadeInFrames ? raised(frame / this.#fadeInFrames) : 1;
      const out = frame >= fadeOutFrom ? raised((this.#frames - frame) / this.#fadeOutFrames) : 1;
      for (const samples of block) samples[at]! *= into * out;
    }
  }

  /** Stereo blocks of the silence behind the song. */
  *silence(): Generator<Block> {
    const blockFrames = Math.round(this.#sampleRate * silenceBlockSeconds);
    for (let left = this.#silentFrames; left > 0; left -= blockFrames) {
      const frames = Math.min(left, blockFrames);
      yield [new Float32Array(frames), new Float32Array(frames)];
    }
  }
}

/** Half a period of a cosine: 0 → 1 without a corner at either end. */
const raised = (share: number): number => (1 - Math.cos(Math.PI * Math.max(0, share))) / 2;
