import { closeSync, openSync } from 'node:fs';
import { encodePeaksHeader, peakLevels } from '@sweetspot/protocol';
import { writeFully } from './pipe-frames.ts';
import { partPath, publishFile } from './publish-file.ts';
import type { Block } from './source.ts';

const full = 32_767;

/** One level as it grows: finished buckets as i16, and the bucket still open, per channel. */
class Level {
  readonly framesPerBucket: number;
  buckets = 0;
  values: Int16Array<ArrayBuffer>;
  openFrames = 0;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly squares: Float64Array;

  constructor(framesPerBucket: number, channels: number) {
    this.framesPerBucket = framesPerBucket;
    this.values = new Int16Array(channels * 3 * 1024);
    this.min = new Float64Array(channels).fill(Number.POSITIVE_INFINITY);
    this.max = new Float64Array(channels).fill(Number.NEGATIVE_INFINITY);
    this.squares = new Float64Array(channels);
  }
}

/**
 * Builds the peaks file of `@sweetspot/protocol` (peaks.ts) from blocks: the finest level from samples, every coarser one
 * from four buckets of the one below. Memory: 6 bytes per channel for every 48 frames.
 */
export class PeaksPyramid {
  readonly #channels: number;
  readonly #scale: number;
  readonly #exponent: number;
  readonly #levels: Level[];
  #frames = 0;

  /** Amplitudes up to 2^exponent can be stored; larger ones are drawn at that. */
  constructor(channels: number, exponent: number) {
    this.#channels = channels;
    this.#exponent = exponent;
    this.#scale = full / 2 ** exponent;
    this.#levels = peakLevels.map((framesPerBucket) => new Level(framesPerBucket, channels));
  }

  add(block: Block): void {
    const frames = block[0]!.length;
    const finest = this.#levels[0]!;
    for (let at = 0; at < frames; ) {
      const end = Math.min(frames, at + finest.framesPerBucket - finest.openFrames);
      for (let channel = 0; channel < this.#channels; channel += 1) scanRun(block[channel]!, at, end, finest, channel);
      finest.openFrames += end - at;
      at = end;
      if (finest.openFrames === finest.framesPerBucket) this.#close(0);
    }
    this.#frames += frames;
  }

  /** Closes the last, short buckets and writes the file. */
  write(path: string, sampleRate: number): void {
    for (let index = 0; index < this.#levels.length; index += 1)
      if (this.#levels[index]!.openFrames > 0) this.#close(index);
    const header = encodePeaksHeader({
      channels: this.#channels,
      sampleRate,
      exponent: this.#exponent,
      frames: this.#frames,
      bucketsPerLevel: this.#levels.map((level) => level.buckets),
    });
    const fd = openSync(partPath(path), 'w');
    try {
      writeFully(fd, header);
      for (const level of this.#levels) {
        writeFully(fd, new Uint8Array(level.values.buffer, 0, level.buckets * this.#channels * 3 * 2));
      }
    } finally {
      closeSync(fd);
    }
    publishFile(path, false);
  }

  /** Stores the open bucket of a level and hands it to the next coarser one. */
  #close(index: number): void {
    const level = this.#levels[index]!;
    const above = this.#levels[index + 1];
    let at = level.buckets * this.#channels * 3;
    if (at + this.#channels * 3 > level.values.length) {
      const larger = new Int16Array(level.values.length * 2);
      larger.set(level.values);
      level.values = larger;
    }
    for (let channel = 0; channel < this.#channels; channel += 1) {
      const min = level.min[channel]!;
      const max = level.max[channel]!;
      const squares = level.squares[channel]!;
      level.values[at] = Math.max(-full, Math.floor(min * this.#scale));
      level.values[at + 1] = Math.min(full, Math.ceil(max * this.#scale));
      level.values[at + 2] = Math.min(full, Math.round(Math.sqrt(squares / level.openFrames) * this.#scale));
      at += 3;
      if (above) {
        above.min[channel] = Math.min(above.min[channel]!, min);
        above.max[channel] = Math.max(above.max[channel]!, max);
        above.squares[channel] = above.squares[channel]! + squares;
      }
      level.min[channel] = Number.POSITIVE_INFINITY;
      level.max[channel] = Number.NEGATIVE_INFINITY;
      level.squares[channel] = 0;
    }
    level.buckets += 1;
    if (above) {
      above.openFrames += level.openFrames;
      if (above.openFrames === above.framesPerBucket) this.#close(index + 1);
    }
    level.openFrames = 0;
  }
}

function scanRun(samples: Float32Array, from: number, to: number, level: Level, channel: number): void {
  let min = level.min[channel]!;
  let max = level.max[channel]!;
  let squares = level.squares[channel]!;
  for (let at = from; at < to; at += 1) {
    const value = samples[at]!;
    if (value < min) min = value;
    if (value > max) max = value;
    squares += value * value;
  }
  level.min[channel] = min;
  level.max[channel] = max;
  level.squares[channel] = squares;
}
