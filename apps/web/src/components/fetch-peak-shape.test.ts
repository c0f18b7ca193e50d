import type { PeakRun } from '@sweetspot/protocol/peaks';
import { expect, test } from 'vitest';
import { shapeOf } from './fetch-peak-shape.ts';

const run = (max: number[], min = max.map(() => 0)): PeakRun => ({
  max: Float32Array.from(max),
  min: Float32Array.from(min),
  rms: new Float32Array(max.length),
});

test('a column is the largest amplitude of its buckets, in either direction and any channel', () => {
  const left = run([0.1, 0.2, 0.3, 0.4]);
  const right = run([0, 0, 0, 0], [-0.5, 0, 0, -0.25]);
  expect(shapeOf([left, right], 2)).toEqual([0.5, Math.fround(0.4)]);
});

test('fewer buckets than columns repeat, so that a short file still fills the width', () => {
  expect(shapeOf([run([0.25, 0.5])], 4)).toEqual([0.25, 0.25, 0.5, 0.5]);
});

test('a file without buckets is flat', () => {
  expect(shapeOf([run([])], 3)).toEqual([0, 0, 0]);
});
