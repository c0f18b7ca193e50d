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

interface Common {
  sampleRate: number;
  channels: number;
  bitDepth: number;
  statedFrames: number;
  codec: string;
  coding: SampleCoding;
}

/**
 * Finds the samples of an AIFF or AIFF-C file (Apple, 1989 and 1991). Reads only chunk headers. Throws MediaError with a
 * sentence for people.
 */
export function parseAiff(window: ByteWindow): PcmLayout {
  const head = window.peek(0, 12);
  const kind = head.toString('latin1', 8, 12);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'FORM' || (kind !== 'AIFF' && kind !== 'AIFC')) {
    throw malformed('This file is cut off inside its AIFF header; upload it again.');
  }
  const warnings: MediaWarning[] = [];
  let common: Common | null = null;
  let sound: { offset: number; claimedBytes: number } | null = null;
  let offset = 12;

  for (let chunk = 0; offset + 8 <= window.fileBytes; chunk += 1) {
    if (chunk === maxChunks)
      throw malformed('The header of this AIFF is a maze of thousands of pieces; export it again.');
    const header = window.peek(offset, 8);
    const name = header.toString('latin1', 0, 4);
    const claimed = header.readUInt32BE(4);
    const body = offset + 8;
    if (name === 'COMM') {
      if (common) throw malformed('This AIFF describes its format twice; export it again.');
      common = readCommon(window.peek(body, Math.min(claimed, 22)), kind === 'AIFC');
    } else if (name === 'SSND' && !sound) {
      const prefix = window.peek(body, 8);
      if (prefix.length < 8) throw malformed('This AIFF is cut off before its sound; upload it again.');
      const skip = prefix.readUInt32BE(0);
      const streamed = claimed === 0 || claimed === 0xffff_ffff;
      const bytes = (streamed ? window.fileBytes - body : claimed) - 8 - skip;
      sound = { offset: body + 8 + skip, claimedBytes: Math.max(0, bytes) };
    }
    offset = body + claimed + (claimed % 2);
  }

  if (!common) throw malformed('This AIFF does not say how its samples are stored (no COMM chunk); export it again.');
  if (!sound) throw new MediaError('empty', 'This AIFF holds no sound (no SSND chunk); export it again.');
  const { sampleRate, channels, bitDepth, codec, coding, statedFrames } = common;
  const frameBytes = channels * coding.bytes;
  const stated = statedFrames > 0 ? statedFrames * frameBytes : sound.claimedBytes;
  const available = Math.min(sound.claimedBytes, Math.max(0, window.fileBytes - sound.offset));
  const frames = countFrames(stated, available, frameBytes, sampleRate, warnings);
  const container = kind === 'AIFC' ? 'aifc' : 'aiff';
  return { container, codec, sampleRate, channels, bitDepth, coding, dataOffset: sound.offset, frames, warnings };
}

function readCommon(bytes: Buffer, compressed: boolean): Common {
  if (bytes.length < (compressed ? 22 : 18))
    throw malformed('The format description of this AIFF is cut off; export it again.');
  const channels = bytes.readUInt16BE(0);
  const statedFrames = bytes.readUInt32BE(2);
  const bits = bytes.readUInt16BE(6);
  const sampleRate = readExtended(bytes.subarray(8, 18));
  checkChannels(channels);
  checkSampleRate(sampleRate);
  const type = compressed ? bytes.toString('latin1', 18, 22) : 'NONE';
  const { coding, bitDepth } = codingOf(type, bits);
  const letters = coding.type === 'float' ? 'f' : coding.signed ? 's' : 'u';
  const codec = `pcm_${letters}${coding.bytes * 8}${coding.bytes === 1 ? '' : coding.littleEndian ? 'le' : 'be'}`;
  return { sampleRate, channels, bitDepth, statedFrames, codec, coding };
}

function codingOf(type: string, bits: number): { coding: SampleCoding; bitDepth: number } {
  const int = (bytes: 1 | 2 | 3 | 4, validBits: number, littleEndian = false, signed = true) => ({
    coding: { type: 'int' as const, bytes, validBits, signed, littleEndian },
    bitDepth: validBits,
  });
  switch (type) {
    case 'NONE':
    case 'twos':
    case 'sowt':
      if (bits < 1 || bits > 32) throw malformed(`This AIFF claims ${bits} bits per sample; 8 to 32 can be used.`);
      return int(Math.ceil(bits / 8) as 1 | 2 | 3 | 4, bits, type === 'sowt');
    case 'raw ':
      return int(1, 8, false, false);
    case 'in24':
      return int(3, 24);
    case '42ni':
      return int(3, 24, true);
    case 'in32':
      return int(4, 32);
    case '23ni':
      return int(4, 32, true);
    case 'fl32':
    case 'FL32':
      return { coding: { type: 'float', bytes: 4, littleEndian: false }, bitDepth: 32 };
    case 'fl64':
    case 'FL64':
      return { coding: { type: 'float', bytes: 8, littleEndian: false }, bitDepth: 64 };
    default: {
      const shown = /^[\x20-\x7e]{4}$/.test(type) ? `“${type.trim()}”` : 'an unknown compression';
      throw new MediaError('unsupported_format', `This AIFF-C holds ${shown}; export it as uncompressed PCM or float.`);
    }
  }
}

/** IEEE 754 80-bit extended, as Apple's SANE wrote sample rates. */
function readExtended(bytes: Buffer): number {
  const exponent = bytes.readUInt16BE(0);
  if (exponent >= 0x7fff) return Number.NaN;
  return bytes.readUInt32BE(2) * 2 ** (exponent - 16_383 - 31) + bytes.readUInt32BE(6) * 2 ** (exponent - 16_383 - 63);
}
