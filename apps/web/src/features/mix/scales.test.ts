import { describe, expect, test } from 'vitest';
import { faderDbAt, faderPlaceOf, formatFader, frequency, linearScale, pan, percent } from './scales.ts';

describe('fader', () => {
  test('every tenth of a decibel is its own place and comes back', () => {
    for (let tenths = -600; tenths <= 120; tenths += 1) {
      const db = tenths / 10;
      expect(faderDbAt(faderPlaceOf(db))).toBeCloseTo(db, 6);
    }
  });
  test('it only rises', () => {
    let last = Number.NEGATIVE_INFINITY;
    for (let place = 0; place <= 1; place += 0.001) {
      const db = faderDbAt(place) ?? -200;
      expect(db).toBeGreaterThanOrEqual(last);
      last = db;
    }
  });
  test('the bottom is silence, the top +12 dB', () => {
    expect(faderDbAt(0)).toBeNull();
    expect(faderPlaceOf(null)).toBe(0);
    expect(faderDbAt(1)).toBe(12);
    expect(faderPlaceOf(20)).toBe(1);
    expect(formatFader(null)).toBe('−∞ dB');
  });
});

test('frequencies are spread by ratio', () => {
  const scale = frequency(20, 20_000);
  expect(scale.toPlace(20)).toBe(0);
  expect(scale.toPlace(20_000)).toBe(1);
  expect(scale.fromPlace(1 / 3)).toBe(200);
  expect(scale.toPlace(scale.fromPlace(0.5))).toBeCloseTo(0.5, 2);
  expect(scale.fromPlace(2)).toBe(20_000);
});

test('linear values come in their steps', () => {
  const scale = linearScale(-12, 12, 0.5, String);
  expect(scale.fromPlace(0.51)).toBe(0);
  expect(scale.fromPlace(scale.toPlace(3.5))).toBe(3.5);
  expect(pan.format(pan.fromPlace(0.5))).toBe('Centre');
  expect(pan.format(-0.3)).toBe('30 left');
  expect(percent.format(0.25)).toBe('25 %');
});
