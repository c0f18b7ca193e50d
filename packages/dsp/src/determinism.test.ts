import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MasterEngine } from './master-engine.ts';
import { MixEngine } from './mix-engine.ts';
import { loadDspFromDisk } from './node.ts';
import { busyMaster, busyMix } from './oracle/busy-settings.ts';
import { musicLike, noise } from './oracle/signals.ts';
import { Quantizer } from './quantizer.ts';
import { Resampler } from './resampler.ts';

/** Same recipe + same input = the same bits, however the stream is cut, from the first sample. */

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;
const frames = 12_000;
const blockSizes = [1, 64, 127, 128, 4096];
/** More than one bank of strips. */
const ids = [...'abcdefghijk'];
const stripChannels = ids.map((_, index) => 2 - (index % 2));
const stems = ids.map((_, index) => [
  musicLike(frames, index),
  index % 2 ? noise(frames, 90 + index, 0.3) : musicLike(frames, 50 + index),
]);

/** Loud, then digital silence long enough for filters to decay far below what a float can hold, then loud again. */
const withSilence = stems.map((channels) =>
  channels.map((channel) => channel.map((x, i) => (i > 3000 && i < 9000 ? 0 : x))),
);

const hash = (...parts: ArrayBufferView[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return sum.digest('hex');
};

const mix = (inputs: Float32Array[][], block: number): string => {
  const engine = new MixEngine(dsp, { settings: busyMix(ids), sampleRate, stripChannels });
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let at = 0; at < frames; at += block) {
    const part = inputs.map((channels) => channels.map((channel) => channel.subarray(at, at + block)));
    engine.process(part, left.subarray(at, at + block), right.subarray(at, at + block));
  }
  expect(left.some((x) => Math.abs(x) > 0.01)).toBe(true);
  return hash(left, right);
};

const master = (input: Float32Array[], block: number): string => {
  const engine = new MasterEngine(dsp, { settings: busyMaster(), sampleRate });
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (let at = 0; at < frames; at += block) {
    const part: [Float32Array, Float32Array] = [input[0]!.subarray(at, at + block), input[1]!.subarray(at, at + block)];
    engine.process(part, left.subarray(at, at + block), right.subarray(at, at + block));
  }
  expect(engine.takeGainReductions().limiterDb).toBeGreaterThan(1);
  return hash(left, right);
};

describe.each(blockSizes)('in blocks of %d', (block) => {
  test('the mix has the same bits', () => {
    expect(mix(stems, block)).toBe(mix(stems, frames));
  });

  test('the mix has the same bits through silence', () => {
    expect(mix(withSilence, block)).toBe(mix(withSilence, frames));
  });

  test('the master has the same bits', () => {
    expect(master(stems[1]!, block)).toBe(master(stems[1]!, frames));
    expect(master(withSilence[0]!, block)).toBe(master(withSilence[0]!, frames));
  });

  test.each([
    [48_000, 44_100],
    [44_100, 47_999],
    [192_000, 8000],
  ])('resampling %d to %d has the same bits', (fromRate, toRate) => {
    const convert = (size: number): string => {
      const resampler = new Resampler(dsp, { channels: 1, fromRate, toRate });
      const parts: Float32Array[] = [];
      for (let at = 0; at < frames; at += size) parts.push(resampler.push([stems[0]![0]!.subarray(at, at + size)])[0]!);
      parts.push(resampler.finish()[0]!);
      return hash(...parts);
    };
    expect(convert(block)).toBe(convert(frames));
  });

  test('dither has the same bits', () => {
    const quantize = (size: number): string => {
      const quantizer = new Quantizer(dsp, { channels: 1, bitDepth: 16, dither: 'tpdf-high', seed: 7 });
      const parts: Int32Array[] = [];
      for (let at = 0; at < frames; at += size)
        parts.push(quantizer.process([stems[0]![0]!.subarray(at, at + size)])[0]!);
      return hash(...parts);
    };
    expect(quantize(block)).toBe(quantize(frames));
  });
});

test('a reset engine repeats itself', () => {
  const engine = new MasterEngine(dsp, { settings: busyMaster(), sampleRate });
  const run = () => {
    const left = new Float32Array(frames);
    const right = new Float32Array(frames);
    engine.process([stems[0]![0]!, stems[0]![1]!], left, right);
    return hash(left, right);
  };
  const first = run();
  engine.reset();
  expect(run()).toBe(first);

  const mixer = new MixEngine(dsp, { settings: busyMix(ids), sampleRate, stripChannels });
  const mixOnce = () => {
    const left = new Float32Array(frames);
    const right = new Float32Array(frames);
    mixer.process(stems, left, right);
    return hash(left, right);
  };
  const firstMix = mixOnce();
  mixer.reset();
  expect(mixOnce()).toBe(firstMix);
});
