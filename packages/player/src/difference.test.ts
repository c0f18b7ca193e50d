import { describe, expect, it } from 'vitest';
import { differenceTo, type Minus, segmentsUnder, subtract } from './difference.ts';
import type { PlayerVersion } from './player-version.ts';

const version = (id: string, frames: number): PlayerVersion => ({
  id,
  fileId: id,
  sampleRate: 48_000,
  frames,
  channels: 1,
  segments: { codec: 'flac', framesPerSegment: 10, exponent: 0 } as PlayerVersion['segments'],
  integratedLufs: null,
  truePeakDbtp: null,
});
const minus = (change: Partial<Minus>): Minus => ({
  version: version('mix-1', 25),
  shiftFrames: 0,
  gainDb: 0,
  polarityInverted: false,
  ...change,
});
const ramp = (length: number, from = 0) => Float32Array.from({ length }, (_, n) => from + n);

describe('what is left of a version', () => {
  it('is nothing where both are the same, whatever the shift', () => {
    const target = ramp(10, 10 - 4);
    const pieces = [
      { atFrame: 0, samples: ramp(10) },
      { atFrame: 10, samples: ramp(10, 10) },
    ];
    subtract(target, 10, pieces, minus({ shiftFrames: 4 }));
    expect([...target]).toEqual(Array(10).fill(0));
  });

  it('is the version itself where the earlier one has nothing', () => {
    const target = ramp(10, 1);
    subtract(target, 0, [{ atFrame: 0, samples: ramp(10, 1) }], minus({ shiftFrames: 7 }));
    expect([...target]).toEqual([1, 2, 3, 4, 5, 6, 7, 7, 7, 7]);
  });

  it('takes level and polarity into account', () => {
    const target = Float32Array.of(2, -4);
    subtract(
      target,
      0,
      [{ atFrame: 0, samples: Float32Array.of(-1, 2) }],
      minus({ gainDb: 20 * Math.log10(2), polarityInverted: true }),
    );
    expect(target[0]).toBeCloseTo(0, 6);
    expect(target[1]).toBeCloseTo(0, 6);
  });
});

it('needs those segments of the earlier version that lie under it', () => {
  expect(segmentsUnder(0, 10, minus({}))).toEqual([0]);
  expect(segmentsUnder(10, 10, minus({ shiftFrames: 4 }))).toEqual([0, 1]);
  expect(segmentsUnder(0, 10, minus({ shiftFrames: -8 }))).toEqual([0, 1]);
  expect(segmentsUnder(20, 10, minus({}))).toEqual([2]);
  expect(segmentsUnder(0, 10, minus({ shiftFrames: 10 }))).toEqual([]);
  expect(segmentsUnder(30, 10, minus({}))).toEqual([]);
});

it('has a name of its own, so that it is no other version', () => {
  const difference = differenceTo(version('mix-2', 30), minus({}));
  expect(difference).toMatchObject({ id: 'mix-2 without mix-1', fileId: 'mix-2', frames: 30 });
});
