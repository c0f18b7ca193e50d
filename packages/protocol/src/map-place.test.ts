import { describe, expect, it } from 'vitest';
import type { ComparisonResult } from './comparisons.ts';
import { changesAt, differenceAt, mapPlace } from './map-place.ts';

const comparison = (change: Partial<ComparisonResult>): ComparisonResult => ({
  verdict: 'changed',
  sentence: '',
  sampleRate: 48_000,
  spans: [],
  gainDb: 0,
  polarityInverted: false,
  changes: [],
  curve: { everySeconds: 0.5, relativeDb: [] },
  ...change,
});
/** The first eight seconds are gone. */
const introCut = comparison({ spans: [{ fromSample: 384_000, toSample: 4_800_000, shiftSamples: -384_000 }] });
/** Two seconds of silence were put in front. */
const countIn = comparison({ spans: [{ fromSample: 0, toSample: 4_416_000, shiftSamples: 96_000 }] });
const stop = (versionId: string, sampleRate = 48_000) => ({ versionId, sampleRate });

describe('a place', () => {
  it('moves with the sound, and is gone where that was cut', () => {
    const stops = [stop('mix 1'), stop('mix 2')];
    const comparisons = new Map([['mix 2', introCut]]);
    expect(mapPlace(480_000, stops, comparisons)).toBe(96_000);
    expect(mapPlace(384_000, stops, comparisons)).toBe(0);
    expect(mapPlace(100_000, stops, comparisons)).toBeNull();
  });

  it('goes through every version between', () => {
    const stops = [stop('mix 1'), stop('mix 2'), stop('mix 3')];
    const comparisons = new Map([
      ['mix 2', introCut],
      ['mix 3', countIn],
    ]);
    expect(mapPlace(480_000, stops, comparisons)).toBe(192_000);
  });

  it('keeps its moment between rates', () => {
    const comparisons = new Map([['mix 2', comparison({ ...introCut, sampleRate: 48_000 })]]);
    expect(mapPlace(960_000, [stop('mix 1', 96_000), stop('mix 2')], comparisons)).toBe(96_000);
    expect(mapPlace(441_000, [stop('mix 1', 44_100), stop('mix 2', 44_100)], comparisons)).toBe(88_200);
  });

  it('keeps its time where nothing was compared, or nothing is shared', () => {
    const stops = [stop('mix 1'), stop('mix 2', 44_100)];
    expect(mapPlace(48_000, stops, new Map())).toBe(44_100);
    expect(mapPlace(48_000, stops, new Map([['mix 2', comparison({ verdict: 'unrelated' })]]))).toBe(44_100);
    expect(mapPlace(7, [stop('mix 1')], new Map())).toBe(7);
  });
});

describe('what changed at a place', () => {
  const louder = { fromSample: 96_000, toSample: 144_000, gainDb: 1.2, residualDb: -40, bands: [] };
  const changed = comparison({ changes: [louder] });
  const at = (startSample: number, endSample: number | null = null, sampleRate = 48_000) =>
    changesAt({ startSample, endSample, sampleRate }, changed);
  it('is what overlaps it', () => {
    expect(at(100_000)).toEqual([louder]);
    expect(at(90_000)).toEqual([louder]);
    expect(at(80_000)).toEqual([]);
    expect(at(0, 96_001)).toEqual([louder]);
    expect(at(0, 96_000)).toEqual([]);
    expect(at(144_000, 200_000)).toEqual([]);
    expect(at(88_200 + 10, null, 44_100)).toEqual([louder]);
  });
});

it('how much differs is told of a point, and of the loudest of a range', () => {
  const compared = comparison({ curve: { everySeconds: 0.5, relativeDb: [null, -40, -20, null] } });
  const at = (startSample: number, endSample: number | null = null) =>
    differenceAt({ startSample, endSample, sampleRate: 1000 }, compared);
  expect(at(0)).toBeNull();
  expect(at(600)).toBe(-40);
  expect(at(100, 1400)).toBe(-20);
  expect(at(1600, 9000)).toBeNull();
});
