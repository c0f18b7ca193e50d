import { closeSync } from 'node:fs';
import type { PcmReader } from '@sweetspot/dsp';
import type { MediaWarning } from '@sweetspot/protocol';
import { readFully } from './byte-window.ts';
import { asFiniteFloat, isDamage } from './canonical.ts';
import { bytesPerFrame, type PcmLayout } from './pcm-layout.ts';
import type { PcmReaders } from './pcm-readers.ts';
import type { AudioSource, Block, SourceInfo } from './source.ts';
import { takeTurns } from './take-turns.ts';

/** Reads the samples of an uncompressed file block by block; memory is one block. Takes over the file descriptor. */
export class PcmSource implements AudioSource {
  readonly info: SourceInfo;
  readonly warnings: MediaWarning[];
  readonly #fd: number;
  readonly #layout: PcmLayout;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  /** Reads what most files hold, perhaps for other sources too; the rest is read here. */
  readonly #engine: PcmReader | null;
  readonly #decode: SampleReader;
  readonly #blockFrames: number;
  #atFrame = 0;
  #damagedSamples = 0;
  #open = true;

  constructor(fd: number, layout: PcmLayout, blockFrames: number, readers: PcmReaders) {
    this.#fd = fd;
    this.#layout = layout;
    this.#blockFrames = blockFrames;
    this.#engine = readers.find(layout, blockFrames);
    this.#bytes = this.#engine?.bytes ?? new Uint8Array(blockFrames * bytesPerFrame(layout));
    this.#decode = sampleReader(layout);
    this.warnings = [...layout.warnings];
    const { container, codec, sampleRate, bitDepth, channels, frames, coding } = layout;
    const sampleKind = coding.type;
    this.info = { container, codec, sampleKind, sampleRate, bitDepth, channels, frames, framesHint: frames };
  }

  async read(spare?: Block | null): Promise<Block | null> {
    await takeTurns();
    const wanted = Math.min(this.#blockFrames, this.#layout.frames - this.#atFrame);
    if (wanted <= 0) return null;
    const frameBytes = bytesPerFrame(this.#layout);
    const into = this.#bytes.subarray(0, wanted * frameBytes);
    const got = readFully(this.#fd, into, this.#layout.dataOffset + this.#atFrame * frameBytes);
    // The file may have been cut while we read it; what is there counts.
    const frames = Math.floor(got / frameBytes);
    if (frames === 0) return null;
    this.#atFrame += frames;
    return this.#engine?.read(frames, spare) ?? this.#decodeHere(into, frames);
  }

  #decodeHere(bytes: Uint8Array<ArrayBuffer>, frames: number): Block {
    const block = Array.from({ length: this.#layout.channels }, () => new Float32Array(frames));
    const damaged = this.#decode(bytes, block, frames);
    if (damaged > 0) this.#warnOfDamage(damaged);
    return block;
  }

  #warnOfDamage(samples: number): void {
    this.#damagedSamples += samples;
    const message = `${this.#damagedSamples} samples are not numbers or far beyond full scale; they were replaced.`;
    const known = this.warnings.find((warning) => warning.code === 'damaged_samples');
    if (known) known.message = message;
    else this.warnings.push({ code: 'damaged_samples', message });
  }

  async close(): Promise<void> {
    if (this.#open) closeSync(this.#fd);
    this.#open = false;
  }
}

/** Turns `frames` interleaved frames into the block; answers how many samples had to be replaced. */
type SampleReader = (bytes: Uint8Array<ArrayBuffer>, block: Block, frames: number) => number;

function sampleReader(layout: PcmLayout): SampleReader {
  const { coding, channels } = layout;
  if (coding.type === 'float') return floatReader(channels, coding.bytes, coding.littleEndian);
  switch (coding.bytes) {
    case 1:
      return int8Reader(channels, coding.signed);
    case 2:
      return int16Reader(channels, coding.littleEndian);
    case 3:
      return int24Reader(channels, coding.littleEndian);
    case 4:
      return int32Reader(channels, coding.littleEndian);
  }
}

const int8Reader =
  (channels: number, signed: boolean): SampleReader =>
  (bytes, block, frames) => {
    block.forEach((out, channel) => {
      for (let frame = 0, at = channel; frame < frames; frame += 1, at += channels) {
        out[frame] = (signed ? (bytes[at]! << 24) >> 24 : bytes[at]! - 128) / 128;
      }
    });
    return 0;
  };

const int16Reader =
  (channels: number, littleEndian: boolean): SampleReader =>
  (bytes, block, frames) => {
    const low = littleEndian ? 0 : 1;
    const high = 1 - low;
    const stride = channels * 2;
    block.forEach((out, channel) => {
      for (let frame = 0, at = channel * 2; frame < frames; frame += 1, at += stride) {
        out[frame] = (((bytes[at + high]! << 24) | (bytes[at + low]! << 16)) >> 16) / 32_768;
      }
    });
    return 0;
  };

const int24Reader =
  (channels: number, littleEndian: boolean): SampleReader =>
  (bytes, block, frames) => {
    const low = littleEndian ? 0 : 2;
    const high = 2 - low;
    const stride = channels * 3;
    block.forEach((out, channel) => {
      for (let frame = 0, at = channel * 3; frame < frames; frame += 1, at += stride) {
        const value = ((bytes[at + high]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + low]! << 8)) >> 8;
        out[frame] = value / 8_388_608;
      }
    });
    return 0;
  };

const int32Reader =
  (channels: number, littleEndian: boolean): SampleReader =>
  (bytes, block, frames) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    block.forEach((out, channel) => {
      for (let frame = 0; frame < frames; frame += 1) {
        out[frame] = view.getInt32((frame * channels + channel) * 4, littleEndian) / 2_147_483_648;
      }
    });
    return 0;
  };

const floatReader =
  (channels: number, width: 4 | 8, littleEndian: boolean): SampleReader =>
  (bytes, block, frames) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let damaged = 0;
    block.forEach((out, channel) => {
      for (let frame = 0; frame < frames; frame += 1) {
        const at = (frame * channels + channel) * width;
        const value = width === 4 ? view.getFloat32(at, littleEndian) : view.getFloat64(at, littleEndian);
        if (isDamage(value)) damaged += 1;
        out[frame] = asFiniteFloat(value);
      }
    });
    return damaged;
  };
