import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { writeFailed } from './media-error.ts';
import { writeFully } from './pipe-frames.ts';
import { partPath, publishFile } from './publish-file.ts';

/** `int`: the blocks carry whole numbers of that many bits; `float32`: amplitudes, full scale = 1. */
export type WavSamples = 'int16' | 'int24' | 'float32';

export interface WavOptions {
  sampleRate: number;
  channels: number;
  samples: WavSamples;
}

export const wavSampleBytes: Record<WavSamples, number> = { int16: 2, int24: 3, float32: 4 };
/** Room for a ds64 chunk, kept by a JUNK chunk until the file turns out to need it (EBU Tech 3306 §3). */
const reservedBytes = 28;
const largestRiff = 0xffff_ffff;

/**
 * Writes a WAV block by block: to a part file, the header completed at the end, synced and renamed. Beyond 4 GB the file
 * becomes RF64. Nothing in the file depends on when or where it was written.
 */
export class WavWriter {
  readonly #path: string;
  readonly #fd: number;
  readonly #options: WavOptions;
  readonly #headerBytes: number;
  #frames = 0;
  #scratch: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #open = true;

  constructor(path: string, options: WavOptions) {
    this.#path = path;
    this.#options = options;
    this.#headerBytes = wavHeader(options, 0).length;
    this.#fd = openSync(partPath(path), 'w');
    this.#write(wavHeader(options, 0));
  }

  get frames(): number {
    return this.#frames;
  }

  /** Planar channels of equal length. Throws MediaError `write_failed`, as when the disk is full. */
  write(block: readonly (Float32Array | Int32Array)[], frames = block[0]?.length ?? 0): void {
    const { channels, samples } = this.#options;
    if (block.length !== channels) throw new RangeError(`${block.length} channels given, ${channels} expected`);
    const length = frames * channels * wavSampleBytes[samples];
    if (this.#scratch.length < length) this.#scratch = new Uint8Array(length);
    interleave(block, frames, samples, this.#scratch);
    this.#write(this.#scratch.subarray(0, length));
    this.#frames += frames;
  }

  /** Completes the header and publishes the file; answers its size. */
  finish(): { frames: number; sizeBytes: number } {
    const dataBytes = this.#frames * this.#options.channels * wavSampleBytes[this.#options.samples];
    if (dataBytes % 2 === 1) this.#write(new Uint8Array(1));
    const header = wavHeader(this.#options, this.#frames);
    writeSync(this.#fd, header, 0, header.length, 0);
    this.#close();
    publishFile(this.#path);
    return { frames: this.#frames, sizeBytes: this.#headerBytes + dataBytes + (dataBytes % 2) };
  }

  /** Gives up and leaves nothing behind; harmless after `finish`. */
  abandon(): void {
    if (!this.#open) return;
    this.#close();
    rmSync(partPath(this.#path), { force: true });
  }

  #close(): void {
    this.#open = false;
    closeSync(this.#fd);
  }

  #write(bytes: Uint8Array): void {
    try {
      writeFully(this.#fd, bytes);
    } catch (error) {
      throw writeFailed(error);
    }
  }
}

/**
 * The header for that many frames, always of one length for the same options; `before` are whole chunks in front of the
 * format, `bytesAfter` what will stand behind the samples.
 */
export function wavHeader(
  options: WavOptions,
  frames: number,
  { before = Buffer.alloc(0), bytesAfter = 0 }: { before?: Buffer; bytesAfter?: number } = {},
): Buffer {
  const { channels, sampleRate, samples } = options;
  const isFloat = samples === 'float32';
  const width = wavSampleBytes[samples];
  const fmtBytes = isFloat ? 18 : 16;
  const factBytes = isFloat ? 12 : 0;
  const header = Buffer.alloc(12 + 8 + reservedBytes + before.length + 8 + fmtBytes + factBytes + 8);
  const dataBytes = frames * channels * width;
  const riffBytes = header.length - 8 + dataBytes + (dataBytes % 2) + bytesAfter;
  const isLarge = riffBytes > largestRiff;
  let at = header.write(isLarge ? 'RF64' : 'RIFF', 0, 'latin1');
  at = header.writeUInt32LE(isLarge ? largestRiff : riffBytes, at);
  at += header.write('WAVE', at, 'latin1');
  at += header.write(isLarge ? 'ds64' : 'JUNK', at, 'latin1');
  at = header.writeUInt32LE(reservedBytes, at);
  if (isLarge) {
    header.writeBigUInt64LE(BigInt(riffBytes), at);
    header.writeBigUInt64LE(BigInt(dataBytes), at + 8);
    header.writeBigUInt64LE(BigInt(frames), at + 16);
  }
  at += reservedBytes;
  at += before.copy(header, at);
  at += header.write('fmt ', at, 'latin1');
  at = header.writeUInt32LE(fmtBytes, at);
  at = header.writeUInt16LE(isFloat ? 3 : 1, at);
  at = header.writeUInt16LE(channels, at);
  at = header.writeUInt32LE(sampleRate, at);
  at = header.writeUInt32LE(sampleRate * channels * width, at);
  at = header.writeUInt16LE(channels * width, at);
  at = header.writeUInt16LE(width * 8, at);
  if (isFloat) {
    at = header.writeUInt16LE(0, at);
    at += header.write('fact', at, 'latin1');
    at = header.writeUInt32LE(4, at);
    at = header.writeUInt32LE(Math.min(frames, largestRiff), at);
  }
  at += header.write('data', at, 'latin1');
  header.writeUInt32LE(isLarge ? largestRiff : dataBytes, at);
  return header;
}

function interleave(
  block: readonly (Float32Array | Int32Array)[],
  frames: number,
  samples: WavSamples,
  out: Uint8Array<ArrayBuffer>,
): void {
  const channels = block.length;
  block.forEach((channel, index) => {
    switch (samples) {
      case 'int16': {
        const view = new Int16Array(out.buffer, 0, out.length >> 1);
        for (let frame = 0, at = index; frame < frames; frame += 1, at += channels) view[at] = channel[frame]!;
        break;
      }
      case 'int24':
        for (let frame = 0, at = index * 3; frame < frames; frame += 1, at += channels * 3) {
          const value = channel[frame]!;
          out[at] = value;
          out[at + 1] = value >> 8;
          out[at + 2] = value >> 16;
        }
        break;
      case 'float32': {
        const view = new Float32Array(out.buffer, 0, Math.floor(out.length / 4));
        for (let frame = 0, at = index; frame < frames; frame += 1, at += channels) view[at] = channel[frame]!;
        break;
      }
    }
  });
}
