import { expect, test } from 'vitest';
import { foldChannels } from './peaks-reader.ts';

const run = (min: number[], max: number[], rms: number[]) => ({
  min: Float32Array.from(min),
  max: Float32Array.from(max),
  rms: Float32Array.from(rms),
});

test('the outline shows the furthest of all channels', () => {
  const outline = foldChannels([run([-0.5, 0], [0.25, 0.5], [0.3, 0]), run([-0.25, -1], [0.75, 0], [0.4, 0])], 256);
  expect([...outline.min]).toEqual([-0.5, -1]);
  expect([...outline.max]).toEqual([0.75, 0.5]);
  expect(outline.rms[0]).toBeCloseTo(Math.sqrt((0.09 + 0.16) / 2), 6);
});

test('no channels, no buckets', () => {
  expect(foldChannels([], 64).min).toHaveLength(0);
});
