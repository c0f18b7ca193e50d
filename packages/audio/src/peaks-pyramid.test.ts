import { readFileSync } from 'node:fs';
import {
  choosePeakLevel,
  decodePeakRun,
  decodePeaksHeader,
  peakByteRange,
  peakLevels,
  peaksHeaderMaxBytes,
} from '@sweetspot/protocol/peaks';
import { expect, test } from 'vitest';
import { PeaksPyramid } from './peaks-pyramid.ts';
import { music, tempDir } from './testing/made-files.ts';

function build(frames: number, channels: number, exponent: number, blockFrames: number) {
  using dir = tempDir();
  const block = music(frames, channels, { level: 0.9 });
  const pyramid = new PeaksPyramid(channels, exponent);
  for (let at = 0; at < frames; at += blockFrames)
    pyramid.add(block.map((plane) => plane.subarray(at, at + blockFrames)));
  pyramid.write(dir.file('peaks.bin'), 48_000);
  return { block, bytes: readFileSync(dir.file('peaks.bin')) };
}

test('every bucket of every level holds the minimum, maximum and RMS of its samples', () => {
  const { block, bytes } = build(70_001, 2, 0, 1000);
  const header = decodePeaksHeader(bytes.subarray(0, peaksHeaderMaxBytes));
  expect(header).toMatchObject({ channels: 2, sampleRate: 48_000, frames: 70_001, exponent: 0 });
  expect(header.levels.map((level) => level.framesPerBucket)).toEqual([...peakLevels]);
  const step = 1 / 32_767;
  for (const level of header.levels) {
    expect(level.buckets).toBe(Math.ceil(70_001 / level.framesPerBucket));
    const [from, to] = peakByteRange(header, level, 0, level.buckets);
    const runs = decodePeakRun(header, bytes.subarray(from, to));
    runs.forEach((run, channel) => {
      for (let bucket = 0; bucket < level.buckets; bucket += 1) {
        const samples = block[channel]!.subarray(bucket * level.framesPerBucket, (bucket + 1) * level.framesPerBucket);
        const max = samples.reduce((a, b) => Math.max(a, b), -9);
        const min = samples.reduce((a, b) => Math.min(a, b), 9);
        const rms = Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
        expect(run.max[bucket]! - max).toBeGreaterThanOrEqual(-1e-6);
        expect(run.max[bucket]! - max).toBeLessThan(step * 1.01);
        expect(min - run.min[bucket]!).toBeGreaterThanOrEqual(-1e-6);
        expect(min - run.min[bucket]!).toBeLessThan(step * 1.01);
        expect(Math.abs(run.rms[bucket]! - rms)).toBeLessThan(step);
      }
    });
  }
});

test('how the stream is cut into blocks does not show', () => {
  const whole = build(20_000, 1, 2, 20_000).bytes;
  for (const blockFrames of [1, 63, 4097]) expect(build(20_000, 1, 2, blockFrames).bytes.equals(whole)).toBe(true);
});

test('a range of a level is those buckets alone; the level fits the zoom', () => {
  const { bytes } = build(70_001, 2, 0, 4096);
  const header = decodePeaksHeader(bytes);
  const level = choosePeakLevel(header, 300);
  expect(level.framesPerBucket).toBe(256);
  expect(choosePeakLevel(header, 1).framesPerBucket).toBe(64);
  const all = decodePeakRun(header, bytes.subarray(...peakByteRange(header, level, 0, level.buckets)));
  const part = decodePeakRun(header, bytes.subarray(...peakByteRange(header, level, 10, 20)));
  expect(part[1]!.max).toEqual(all[1]!.max.subarray(10, 20));
});

test('what is no peaks file is told', () => {
  expect(() => decodePeaksHeader(Buffer.from('RIFF'))).toThrow(/not a peaks file/);
  expect(() => decodePeaksHeader(build(100, 1, 0, 100).bytes.subarray(0, 40))).toThrow(/cut off/);
});
