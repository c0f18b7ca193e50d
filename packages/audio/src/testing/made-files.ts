import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EncodeStream } from '../encode-stream.ts';
import type { EncodeFormat } from '../ffmpeg-encoder.ts';
import { openSource } from '../open-source.ts';
import type { AudioSource, Block } from '../source.ts';
import { type WavSamples, WavWriter } from '../wav-writer.ts';

/** A directory of its own for a test, gone with it: `using dir = tempDir()`. */
export function tempDir(): { path: string; file(name: string): string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'sweetspot-audio-'));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Tones with a little noise, every channel different, on the grid of `bits`. */
export function music(frames: number, channels: number, { bits = 24, level = 0.3, sampleRate = 48_000 } = {}): Block {
  let state = 1;
  const step = 2 ** (1 - bits);
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_value, frame) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const tone = Math.sin((2 * Math.PI * (220 + 110 * channel) * frame) / sampleRate);
      return Math.round((level * (tone + 0.1 * (state / 2 ** 31 - 1))) / step) * step;
    }),
  );
}

/** Writes amplitudes as a WAV of our own, `times` over. */
export function writeWav(
  path: string,
  block: Block,
  { samples = 'int24' as WavSamples, sampleRate = 48_000, times = 1 } = {},
): string {
  const writer = new WavWriter(path, { sampleRate, channels: block.length, samples });
  const scale = samples === 'int16' ? 2 ** 15 : 2 ** 23;
  const samplesOut =
    samples === 'float32' ? block : block.map((plane) => Int32Array.from(plane, (value) => Math.round(value * scale)));
  for (let time = 0; time < times; time += 1) writer.write(samplesOut);
  writer.finish();
  return path;
}

/** Encodes amplitudes with the real encoder. */
export async function encodeFile(
  path: string,
  block: Block,
  format: EncodeFormat,
  sampleRate = 48_000,
): Promise<string> {
  const channels = block.length === 1 ? 1 : 2;
  const encoder = new EncodeStream({ kind: 'file', path, options: { format, sampleRate, channels } });
  await encoder.write(block);
  await encoder.finish();
  return path;
}

/** Reads a source to its end and closes it. */
export async function readAll(source: AudioSource): Promise<Block> {
  const blocks: Block[] = [];
  try {
    for (let block = await source.read(); block; block = await source.read()) blocks.push(block);
  } finally {
    await source.close();
  }
  return Array.from({ length: source.info.channels }, (_, channel) => {
    const planes = blocks.map((block) => block[channel]!);
    const all = new Float32Array(planes.reduce((sum, plane) => sum + plane.length, 0));
    planes.reduce((at, plane) => {
      all.set(plane, at);
      return at + plane.length;
    }, 0);
    return all;
  });
}

export const readFileSamples = async (path: string): Promise<Block> => readAll(await openSource(path));

/** Largest difference of two blocks of one shape, as an amplitude. */
export function largestDifference(a: Block, b: Block): number {
  let largest = 0;
  a.forEach((plane, channel) => {
    const other = b[channel]!;
    if (plane.length !== other.length) throw new Error(`${plane.length} frames against ${other.length}`);
    for (let at = 0; at < plane.length; at += 1) largest = Math.max(largest, Math.abs(plane[at]! - other[at]!));
  });
  return largest;
}

export interface WavParts {
  id?: string;
  riffBytes?: number;
  formatTag?: number;
  channels?: number;
  sampleRate?: number;
  bits?: number;
  blockAlign?: number;
  /** Bytes of the fmt chunk that are written and claimed. */
  fmtBytes?: number;
  fmtExtra?: Buffer;
  data?: Buffer;
  dataBytes?: number;
  /** Whole chunks before and after `fmt `. */
  before?: Buffer[];
  between?: Buffer[];
  after?: Buffer[];
  withoutFmt?: boolean;
  fmtLast?: boolean;
}

/** A chunk, padded as it should be unless told otherwise. */
export function chunk(name: string, body: Buffer, { claimed = body.length, pad = true } = {}): Buffer {
  const header = Buffer.alloc(8);
  header.write(name, 0, 'latin1');
  header.writeUInt32LE(claimed >>> 0, 4);
  return Buffer.concat([header, body, Buffer.alloc(pad && body.length % 2 === 1 ? 1 : 0)]);
}

/** The bytes of a WAV built from parts, so that any of them can be wrong. */
export function wavBytes(parts: WavParts = {}): Buffer {
  const { channels = 2, sampleRate = 48_000, bits = 16, formatTag = 1, id = 'RIFF' } = parts;
  const { blockAlign = channels * Math.ceil(bits / 8), fmtBytes = 16, fmtExtra = Buffer.alloc(0) } = parts;
  const { data = Buffer.alloc(4000, 7), before = [], between = [], after = [] } = parts;
  const fmt = Buffer.alloc(16);
  fmt.writeUInt16LE(formatTag, 0);
  fmt.writeUInt16LE(channels, 2);
  fmt.writeUInt32LE(sampleRate, 4);
  fmt.writeUInt32LE((sampleRate * blockAlign) >>> 0, 8);
  fmt.writeUInt16LE(blockAlign & 0xffff, 12);
  fmt.writeUInt16LE(bits, 14);
  const fmtChunk = chunk('fmt ', Buffer.concat([fmt, fmtExtra]).subarray(0, fmtBytes), { claimed: fmtBytes });
  const dataChunk = chunk('data', data, { claimed: parts.dataBytes ?? data.length });
  const format = parts.withoutFmt ? [] : [fmtChunk];
  const body = parts.fmtLast ? [...between, dataChunk, ...format] : [...format, ...between, dataChunk];
  const rest = Buffer.concat([Buffer.from('WAVE', 'latin1'), ...before, ...body, ...after]);
  const header = Buffer.alloc(8);
  header.write(id, 0, 'latin1');
  header.writeUInt32LE((parts.riffBytes ?? rest.length) >>> 0, 4);
  return Buffer.concat([header, rest]);
}

/** The fields that WAVE_FORMAT_EXTENSIBLE adds. */
export function extensible(tag: number, validBits: number): Buffer {
  const extra = Buffer.alloc(24);
  extra.writeUInt16LE(22, 0);
  extra.writeUInt16LE(validBits, 2);
  extra.writeUInt32LE(3, 4);
  extra.writeUInt16LE(tag, 8);
  Buffer.from('000000001000800000aa00389b71', 'hex').copy(extra, 10);
  return extra;
}

/** The bytes of an AIFF-C (or AIFF, with `type` null). */
export function aiffBytes({
  type = null as string | null,
  channels = 2,
  bits = 16,
  sampleRate = 48_000,
  data = Buffer.alloc(4000, 7),
  frames = Math.floor(data.length / channels / Math.ceil(bits / 8)),
} = {}): Buffer {
  const comm = Buffer.alloc(type === null ? 18 : 24);
  comm.writeUInt16BE(channels, 0);
  comm.writeUInt32BE(frames, 2);
  comm.writeUInt16BE(bits, 6);
  const exponent = Math.floor(Math.log2(sampleRate));
  comm.writeUInt16BE(16_383 + exponent, 8);
  comm.writeUInt32BE(Math.floor((sampleRate / 2 ** exponent) * 2 ** 31), 10);
  if (type !== null) comm.write(type, 18, 'latin1');
  const big = (name: string, body: Buffer) => {
    const header = Buffer.alloc(8);
    header.write(name, 0, 'latin1');
    header.writeUInt32BE(body.length, 4);
    return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
  };
  const body = Buffer.concat([
    Buffer.from(type === null ? 'AIFF' : 'AIFC', 'latin1'),
    big('COMM', comm),
    big('SSND', Buffer.concat([Buffer.alloc(8), data])),
  ]);
  return big('FORM', body);
}

export function writeBytes(path: string, bytes: Uint8Array): string {
  writeFileSync(path, bytes);
  return path;
}
