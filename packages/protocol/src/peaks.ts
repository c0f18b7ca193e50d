/**
 * The peaks file: a pyramid of minima, maxima and RMS for drawing a waveform at any zoom, one file for all levels, laid
 * out so that one level (or a part of it) can be fetched with one HTTP range. Little-endian throughout.
 *
 * | offset | type    | what |
 * |--------|---------|------|
 * | 0      | 4 bytes | `SSPK` |
 * | 4      | u16     | version, 1 |
 * | 6      | u16     | channels |
 * | 8      | u32     | sample rate, Hz |
 * | 12     | u16     | exponent: stored 32767 is an amplitude of 2^exponent |
 * | 14     | u16     | number of levels |
 * | 16     | f64     | frames of the file |
 * | 24     | levels × 16 bytes | u32 frames per bucket, u32 buckets, f64 byte offset of the level |
 *
 * A level is `buckets` × `channels` × three i16: minimum, maximum, RMS. Minimum and maximum are rounded outwards, so
 * that a drawing never shows less than there is.
 */
const magic = 0x4b505353;
const version = 1;
const fixedHeaderBytes = 24;
const levelHeaderBytes = 16;
const valuesPerBucket = 3;

/** Frames per bucket of every level, finest first. */
export const peakLevels = [64, 256, 1024, 4096, 16_384, 65_536] as const;
/** Enough to hold the header of any peaks file of this version: fetch `bytes=0-255` first. */
export const peaksHeaderMaxBytes = 256;

export interface PeakLevel {
  framesPerBucket: number;
  buckets: number;
  byteOffset: number;
  byteLength: number;
}
export interface PeaksHeader {
  channels: number;
  sampleRate: number;
  exponent: number;
  frames: number;
  levels: PeakLevel[];
}
/** A run of buckets of one channel; amplitudes, full scale = 1. */
export interface PeakRun {
  min: Float32Array;
  max: Float32Array;
  rms: Float32Array;
}

export const peaksHeaderBytes = (levelCount: number): number => fixedHeaderBytes + levelCount * levelHeaderBytes;

/** Writes the header; offsets of the levels follow from their bucket counts. */
export function encodePeaksHeader(header: Omit<PeaksHeader, 'levels'> & { bucketsPerLevel: number[] }): Uint8Array {
  const bytes = new Uint8Array(peaksHeaderBytes(header.bucketsPerLevel.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint16(4, version, true);
  view.setUint16(6, header.channels, true);
  view.setUint32(8, header.sampleRate, true);
  view.setUint16(12, header.exponent, true);
  view.setUint16(14, header.bucketsPerLevel.length, true);
  view.setFloat64(16, header.frames, true);
  let byteOffset = bytes.length;
  header.bucketsPerLevel.forEach((buckets, index) => {
    const at = fixedHeaderBytes + index * levelHeaderBytes;
    view.setUint32(at, peakLevels[index]!, true);
    view.setUint32(at + 4, buckets, true);
    view.setFloat64(at + 8, byteOffset, true);
    byteOffset += buckets * header.channels * valuesPerBucket * 2;
  });
  return bytes;
}

/** Reads the header from the first bytes of a peaks file. Throws when they are not one, or of a newer version. */
export function decodePeaksHeader(bytes: Uint8Array): PeaksHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < fixedHeaderBytes || view.getUint32(0, true) !== magic)
    throw new Error('This is not a peaks file.');
  if (view.getUint16(4, true) !== version) throw new Error('This peaks file is of another version; rebuild it.');
  const channels = view.getUint16(6, true);
  const levelCount = view.getUint16(14, true);
  if (channels === 0 || bytes.length < peaksHeaderBytes(levelCount)) throw new Error('This peaks file is cut off.');
  const levels: PeakLevel[] = [];
  for (let index = 0; index < levelCount; index += 1) {
    const at = fixedHeaderBytes + index * levelHeaderBytes;
    const buckets = view.getUint32(at + 4, true);
    levels.push({
      framesPerBucket: view.getUint32(at, true),
      buckets,
      byteOffset: view.getFloat64(at + 8, true),
      byteLength: buckets * channels * valuesPerBucket * 2,
    });
  }
  return {
    channels,
    sampleRate: view.getUint32(8, true),
    exponent: view.getUint16(12, true),
    frames: view.getFloat64(16, true),
    levels,
  };
}

/** The coarsest level that still has a bucket per pixel when `framesPerPixel` frames fall on one. */
export function choosePeakLevel(header: PeaksHeader, framesPerPixel: number): PeakLevel {
  const fine = header.levels[0];
  if (!fine) throw new Error('This peaks file has no levels.');
  return header.levels.findLast((level) => level.framesPerBucket <= framesPerPixel) ?? fine;
}

/** The byte range (end exclusive) of buckets `from` … `to` of a level. */
export function peakByteRange(header: PeaksHeader, level: PeakLevel, from: number, to: number): [number, number] {
  const stride = header.channels * valuesPerBucket * 2;
  const first = Math.max(0, Math.min(level.buckets, from));
  const last = Math.max(first, Math.min(level.buckets, to));
  return [level.byteOffset + first * stride, level.byteOffset + last * stride];
}

/** Turns the bytes of a run of buckets (a range of one level) into amplitudes per channel. */
export function decodePeakRun(header: PeaksHeader, bytes: Uint8Array): PeakRun[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stride = header.channels * valuesPerBucket * 2;
  const buckets = Math.floor(bytes.byteLength / stride);
  const scale = 2 ** header.exponent / 32_767;
  return Array.from({ length: header.channels }, (_, channel) => {
    const run = { min: new Float32Array(buckets), max: new Float32Array(buckets), rms: new Float32Array(buckets) };
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const at = bucket * stride + channel * valuesPerBucket * 2;
      run.min[bucket] = view.getInt16(at, true) * scale;
      run.max[bucket] = view.getInt16(at + 2, true) * scale;
      run.rms[bucket] = view.getInt16(at + 4, true) * scale;
    }
    return run;
  });
}
