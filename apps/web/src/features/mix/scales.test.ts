import { describe, expect, test } from 'vitest';
import {
  decibels,
  faderDbAt,
  faderPlaceAfter,
  faderPlaceOf,
  formatFader,
  frequency,
  linearScale,
  milliseconds,
  pan,
  percent,
  type Scale,
} from './scales.ts';

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
  test('no key press leaves it where it is, up from −∞ and down again', () => {
    for (const steps of [1, 10, -1, -10]) {
      let db = steps > 0 ? null : 12;
      const end = steps > 0 ? 12 : null;
      for (let press = 0; db !== end; press += 1) {
        expect(press).toBeLessThan(1000);
        const next = faderDbAt(faderPlaceAfter(db, steps));
        expect(Math.sign((next ?? -99) - (db ?? -99))).toBe(Math.sign(steps));
        db = next;
      }
      expect(faderDbAt(faderPlaceAfter(db, steps))).toBe(end);
    }
  });
  test('around 0 dB a press is a tenth, a long one a decibel', () => {
    expect(faderDbAt(faderPlaceAfter(0.2, 1))).toBe(0.3);
    expect(faderDbAt(faderPlaceAfter(-0.1, 1))).toBe(0);
    expect(faderDbAt(faderPlaceAfter(-5, 10))).toBe(-4);
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

test.each<[string, Scale, number, number]>([
  ['gain', decibels(-18, 18), -18, 18],
  ['threshold', decibels(-60, 0), -60, 0],
  ['knee', linearScale(0, 24, 0.5, String), 0, 24],
  ['pan', pan, -1, 1],
  ['frequency', frequency(20, 20_000), 20, 20_000],
  ['attack', milliseconds(0.1, 200), 0.1, 200],
])('no key press leaves a %s where it is', (_name, scale, min, max) => {
  for (const direction of [1, -1])
    for (let value = direction > 0 ? min : max; value !== (direction > 0 ? max : min); ) {
      const next = scale.fromPlace(scale.toPlace(value) + direction * scale.step);
      expect(Math.sign(next - value)).toBe(direction);
      value = next;
    }
});

test('linear values come in their steps', () => {
  const scale = linearScale(-12, 12, 0.5, String);
  expect(scale.fromPlace(0.51)).toBe(0);
  expect(scale.fromPlace(scale.toPlace(3.5))).toBe(3.5);
  expect(pan.format(pan.fromPlace(0.5))).toBe('Centre');
  expect(pan.format(-0.3)).toBe('30 left');
  expect(percent.format(0.25)).toBe('25 %');
});
