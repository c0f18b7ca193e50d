import type { MediaWarning } from '@sweetspot/protocol';
import type { ByteWindow } from './byte-window.ts';
import { MediaError } from './media-error.ts';
import {
  checkChannels,
  checkSampleRate,
  countFrames,
  malformed,
  maxChunks,
  type PcmLayout,
  type SampleCoding,
} from './pcm-layout.ts';

const unknownSize = 0xffff_ffff;
const formatPcm = 0x0001;
const formatFloat = 0x0003;
const formatExtensible = 0xfffe;
/** Last 14 bytes of KSDATAFORMAT_SUBTYPE_*; the first two are the classic format tag. */
const subFormatTail = '000000001000800000aa00389b71';

const compressedNames: Record<number, string> = {
  2: 'Microsoft ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  80: 'MPEG audio',
  85: 'MP3',
  255: 'AAC',
};

interface Format {
  sampleRate: number;
  channels: number;
  bitDepth: number;
  codec: string;
  coding: SampleCoding;
}

/**
 * Finds the samples of a WAV, RF64 or BW64 file (Microsoft RIFF; EBU Tech 3306; ITU-R BS.2088). Reads only chunk
 * headers; sizes the file claims are checked against what is there. Throws MediaError with a sentence for people.
 */
export function parseWav(window: ByteWindow): PcmLayout {
  const head = window.peek(0, 12);
  const id = head.toString('latin1', 0, 4);
  if (head.length < 12 || !['RIFF', 'RF64', 'BW64'].includes(id) || head.toString('latin1', 8, 12) !== 'WAVE') {
    throw malformed('This file is cut off inside its WAV header; upload it again.');
  }
  const large = id !== 'RIFF';
  const warnings: MediaWarning[] = [];
  let format: { value: Format; bytes: Buffer } | null = null;
  let data: { offset: number; claimedBytes: number } | null = null;
  let largeDataBytes: number | null = null;
  let offset = 12;

  for (let chunk = 0; offset + 8 <= window.fileBytes; chunk += 1) {
    if (chunk === maxChunks)
      throw malformed('The header of this WAV is a maze of thousands of pieces; export it again.');
    const header = window.peek(offset, 8);
    const name = header.toString('latin1', 0, 4);
    const claimed = header.readUInt32LE(4);
    const body = offset + 8;
    let bodyBytes = claimed;

    if (name === 'ds64' && largeDataBytes === null) {
      const ds64 = window.peek(body, 24);
      if (ds64.length < 24 || claimed < 24)
        throw malformed('This file is cut off inside its RF64 header; upload it again.');
      largeDataBytes = toSafeNumber(ds64.readBigUInt64LE(8));
    } else if (name === 'fmt ') {
      const bytes = Buffer.from(window.peek(body, Math.min(claimed, 40)));
      if (format && !format.bytes.equals(bytes)) {
        throw malformed('This WAV describes its format twice, and differently; export it again.');
      }
      format ??= { value: readFormat(bytes, claimed), bytes };
    } else if (name === 'data') {
      bodyBytes = dataBytes(window, body, claimed, large ? largeDataBytes : null);
      if (data)
        warnings.push({
          code: 'second_data',
          message: 'This WAV holds a second piece of sound; only the first is used.',
        });
      data ??= { offset: body, claimedBytes: bodyBytes };
    }
    offset = nextChunk(window, body, bodyBytes);
    if (format && data && offset >= window.fileBytes) break;
  }

  if (!format) throw malformed('This WAV does not say how its samples are stored (no fmt chunk); export it again.');
  if (!data) throw new MediaError('empty', 'This WAV holds no sound (no data chunk); export it again.');
  const { sampleRate, channels, bitDepth, codec, coding } = format.value;
  const available = window.fileBytes - data.offset;
  const frames = countFrames(data.claimedBytes, available, channels * coding.bytes, sampleRate, warnings);
  const container = large ? 'rf64' : 'wav';
  return { container, codec, sampleRate, channels, bitDepth, coding, dataOffset: data.offset, frames, warnings };
}

/** Recorders that stream, and those that crashed, leave 0 or FFFFFFFF: then the data goes on to the end of the file. */
function dataBytes(window: ByteWindow, body: number, claimed: number, largeBytes: number | null): number {
  const rest = Math.max(0, window.fileBytes - body);
  if (claimed === unknownSize) return largeBytes !== null && largeBytes > 0 ? largeBytes : rest;
  if (claimed === 0 && !looksLikeChunk(window, body)) return rest;
  return claimed;
}

/** Chunks are padded to even lengths, but some writers forget: take the place where a chunk name stands. */
function nextChunk(window: ByteWindow, body: number, bodyBytes: number): number {
  const end = body + bodyBytes;
  if (bodyBytes % 2 === 0) return end;
  return !looksLikeChunk(window, end + 1) && looksLikeChunk(window, end) ? end : end + 1;
}

function looksLikeChunk(window: ByteWindow, offset: number): boolean {
  if (offset + 8 > window.fileBytes) return false;
  return /^[A-Za-z][A-Za-z0-9_ ]{3}$/.test(window.peek(offset, 4).toString('latin1'));
}

function readFormat(bytes: Buffer, claimed: number): Format {
  if (claimed < 16 || bytes.length < 16)
    throw malformed('The format description of this WAV is cut off; export it again.');
  const tag = bytes.readUInt16LE(0);
  const channels = bytes.readUInt16LE(2);
  const sampleRate = bytes.readUInt32LE(4);
  const blockAlign = bytes.readUInt16LE(12);
  const bits = bytes.readUInt16LE(14);
  checkChannels(channels);
  checkSampleRate(sampleRate);

  let type = tag;
  let validBits = bits;
  if (tag === formatExtensible) {
    if (bytes.length < 40) throw malformed('The format description of this WAV is cut off; export it again.');
    if (bytes.toString('hex', 26, 40) !== subFormatTail) throw unsupported('a private format');
    type = bytes.readUInt16LE(24);
    const stated = bytes.readUInt16LE(18);
    if (stated > 0 && stated <= bits) validBits = stated;
  }
  const sampleBytes = blockAlign / channels;
  if (type === formatFloat && (bits === 32 || bits === 64)) {
    if (sampleBytes !== bits / 8) throw mismatch();
    const coding: SampleCoding = { type: 'float', bytes: bits === 32 ? 4 : 8, littleEndian: true };
    return { sampleRate, channels, bitDepth: bits, codec: `pcm_f${bits}le`, coding };
  }
  if (type !== formatPcm) throw unsupported(compressedNames[type] ?? `format ${type}`);
  if (bits < 1 || bits > 32) throw malformed(`This WAV claims ${bits} bits per sample; 8 to 32 can be used.`);
  if (sampleBytes !== Math.ceil(bits / 8)) throw mismatch();
  const width = sampleBytes as 1 | 2 | 3 | 4;
  const coding: SampleCoding = { type: 'int', bytes: width, validBits, signed: width > 1, littleEndian: true };
  return { sampleRate, channels, bitDepth: validBits, codec: width === 1 ? 'pcm_u8' : `pcm_s${width * 8}le`, coding };
}

const mismatch = (): MediaError =>
  malformed('The header of this WAV contradicts itself about the size of a sample; export it again.');
const unsupported = (what: string): MediaError =>
  new MediaError('unsupported_format', `This WAV holds ${what}; export it as uncompressed PCM or float.`);

const toSafeNumber = (value: bigint): number =>
  value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
