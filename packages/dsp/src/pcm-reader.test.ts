import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from './node.ts';
import { randomSource } from './oracle/signals.ts';
import { PcmReader } from './pcm-reader.ts';

const dsp = await loadDspFromDisk();

test.each([
  [1, 'int16', 2],
  [2, 'int16', 2],
  [1, 'int24', 3],
  [2, 'int24', 3],
] as const)('%d channels of %s are read exactly, whatever the length', (channels, kind, bytesPerSample) => {
  const reader = new PcmReader(dsp, { channels, samples: kind, capacityFrames: 37 });
  const random = randomSource(channels + bytesPerSample);
  const full = 2 ** (8 * bytesPerSample - 1);
  for (const frames of [37, 4, 1, 2, 3, 5, 36, 0]) {
    const samples = Array.from({ length: frames * channels }, () => Math.floor((random() * 2 - 1) * full));
    samples[0] = -full;
    samples[frames * channels - 1] = full - 1;
    const bytes = samples.flatMap((x) => Array.from({ length: bytesPerSample }, (_, n) => (x >> (8 * n)) & 0xff));
    reader.bytes.set(bytes.slice(0, frames * channels * bytesPerSample));
    const block = reader.read(frames)!;
    expect(block).toHaveLength(channels);
    block.forEach((plane, channel) => {
      const expected = samples.filter((_, at) => at % channels === channel && at < frames * channels);
      expect(Array.from(plane, (x) => x * full)).toEqual(expected);
    });
  }
});

describe.each([1, 2] as const)('%d channels of float32', (channels) => {
  const capacityFrames = 37;
  const reader = new PcmReader(dsp, { channels, samples: 'float32', capacityFrames });
  const give = (samples: readonly number[]) => reader.bytes.set(new Uint8Array(new Float32Array(samples).buffer));
  const random = randomSource(channels);

  test.each([37, 4, 1, 2, 3, 5, 36, 0])('%d frames are read exactly', (frames) => {
    const samples = Array.from({ length: frames * channels }, () => Math.fround(random() * 2048 - 1024));
    give(samples);
    const block = reader.read(frames)!;
    expect(block).toHaveLength(channels);
    block.forEach((plane, channel) => {
      expect(Array.from(plane)).toEqual(samples.filter((_, at) => at % channels === channel));
    });
  });

  test('what is no sound is refused wherever it stands, and only there', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1024.001, -1e30]) {
      for (let at = 0; at < 7 * channels; at += 1) {
        give(Array.from({ length: 7 * channels }, (_, place) => (place === at ? wrong : 0.5)));
        expect(reader.read(7)).toBeNull();
        give(Array.from({ length: 7 * channels }, (_, place) => (place === at ? wrong : 0.5)));
        expect(reader.read(Math.floor(at / channels))).not.toBeNull();
      }
    }
    give([1e-40, -1e-40]);
    expect(Array.from(reader.read(1)![0]!)).toEqual([0]);
  });

  test('a spare block of the same length is used again', () => {
    const spare = Array.from({ length: channels }, () => new Float32Array(3));
    give(Array.from({ length: 3 * channels }, () => 0.25));
    expect(reader.read(3, spare)![0]).toBe(spare[0]);
    expect(Array.from(spare[channels - 1]!)).toEqual([0.25, 0.25, 0.25]);
    expect(reader.read(2, spare)![0]).not.toBe(spare[0]);
  });
});
