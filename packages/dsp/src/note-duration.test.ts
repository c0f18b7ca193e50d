import { expect, test } from 'vitest';
import { noteDurationMs } from './note-duration.ts';

test.each([
  [120, '1/4', 'straight', 500],
  [120, '1/8', 'dotted', 375],
  [90, '1/4', 'triplet', 444.444],
  [60, '1/1', 'straight', 4000],
  [174, '1/16', 'straight', 86.207],
] as const)('at %d bpm a %s note, %s, lasts %f ms', (bpm, value, feel, ms) => {
  expect(noteDurationMs(bpm, value, feel)).toBeCloseTo(ms, 2);
});

test('refuses tempos that are none', () => {
  for (const bpm of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => noteDurationMs(bpm, '1/4')).toThrow('tempo');
  }
});
