import type { MediaWarning } from '@sweetspot/protocol';
import { MediaError } from './media-error.ts';

/** How one sample lies in the file. Integers narrower than their bytes are left-justified, as WAV and AIFF ask. */
export type SampleCoding =
  | { type: 'int'; bytes: 1 | 2 | 3 | 4; validBits: number; signed: boolean; littleEndian: boolean }
  | { type: 'float'; bytes: 4 | 8; littleEndian: boolean };

/** Where the samples of an uncompressed file are and how they are coded. */
export interface PcmLayout {
  container: 'wav' | 'rf64' | 'aiff' | 'aifc';
  codec: string;
  sampleRate: number;
  channels: number;
  /** Bits of a sample as the file states them. */
  bitDepth: number;
  coding: SampleCoding;
  dataOffset: number;
  frames: number;
  warnings: MediaWarning[];
}

export const minSampleRate = 8000;
export const maxSampleRate = 192_000;
const maxChannels = 64;
/** Real files have a dozen chunks; a file with more than this was made to waste time. */
export const maxChunks = 4096;

export const bytesPerFrame = (layout: Pick<PcmLayout, 'channels' | 'coding'>): number =>
  layout.channels * layout.coding.bytes;

export function checkChannels(channels: number): void {
  if (channels >= 1 && channels <= maxChannels) return;
  throw new MediaError('bad_channels', `The header of this file claims ${channels} channels; export it again.`);
}

export function checkSampleRate(sampleRate: number): void {
  if (Number.isInteger(sampleRate) && sampleRate >= minSampleRate && sampleRate <= maxSampleRate) return;
  throw new MediaError(
    'bad_sample_rate',
    `The header of this file claims a sample rate of ${sampleRate} Hz; rates from ${minSampleRate / 1000} to ${maxSampleRate / 1000} kHz can be used.`,
  );
}

export const malformed = (sentence: string): MediaError => new MediaError('malformed_header', sentence);

/**
 * How many whole frames there really are. A file that ends early is taken up to where it ends, with a warning: half a
 * stem is worth hearing, and the sentence says what is missing.
 */
export function countFrames(
  claimedBytes: number,
  availableBytes: number,
  frameBytes: number,
  sampleRate: number,
  warnings: MediaWarning[],
): number {
  const frames = Math.floor(Math.min(claimedBytes, availableBytes) / frameBytes);
  if (frames === 0) throw new MediaError('empty', 'This file has a header but no sound in it; export it again.');
  const missingSeconds = (claimedBytes - availableBytes) / frameBytes / sampleRate;
  if (missingSeconds > 0) {
    warnings.push({
      code: 'truncated',
      message: `The file ends ${missingSeconds.toFixed(2)} s before its header says; the rest is missing.`,
    });
  }
  return frames;
}
