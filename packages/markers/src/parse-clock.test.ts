import { expect, test } from 'vitest';
import { parseClock } from './parse-clock.ts';

test.each([
  ['0', 0],
  ['64.25', 64.25],
  ['1:04.25', 64.25],
  [' 1:04,25 ', 64.25],
  ['1:02:03', 3723],
  ['75:00', 4500],
])('%s is a time', (text, seconds) => {
  expect(parseClock(text)).toBeCloseTo(seconds, 9);
});

test.each(['', 'soon', '1:75', '1:60:00', '-3', '1:2:3:4', '1e3'])('%s is none', (text) => {
  expect(parseClock(text)).toBeNull();
});
