import { expect, test } from 'vitest';
import {
  formatBytes,
  formatDate,
  formatDb,
  formatDbChange,
  formatFrequency,
  formatLength,
  formatLufs,
  formatRelativeTime,
  formatSampleRate,
  formatTimeLeft,
  formatTruePeak,
  plural,
} from './format.ts';

test('levels have a true minus sign, and silence is not a number', () => {
  expect(formatDb(-1.25)).toBe('−1.3 dB');
  expect(formatDb(Number.NEGATIVE_INFINITY)).toBe('−∞ dB');
  expect(formatLufs(-12.44)).toBe('−12.4 LUFS');
  expect(formatLufs(null)).toBe('−∞ LUFS');
  expect(formatTruePeak(0.34)).toBe('0.3 dBTP');
});

test('changes always show their sign, but nothing is neither up nor down', () => {
  expect([1.5, -1.5, 0, -0].map((db) => formatDbChange(db))).toEqual(['+1.5 dB', '−1.5 dB', '0.0 dB', '0.0 dB']);
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [12_400_000, '12.4 MB'],
  [432_000_000, '432 MB'],
  [20 * 1024 ** 3, '21.5 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('rates and frequencies lose zeros that say nothing', () => {
  expect([44_100, 48_000, 88_200].map(formatSampleRate)).toEqual(['44.1 kHz', '48 kHz', '88.2 kHz']);
  expect([80, 2400, 12_500].map(formatFrequency)).toEqual(['80 Hz', '2.4 kHz', '12.5 kHz']);
});

test('lengths and times left', () => {
  expect([0, 59.6, 221.9, 3_661].map(formatLength)).toEqual(['0:00', '1:00', '3:42', '1:01:01']);
  expect([3, 62, 600, 7200].map(formatTimeLeft)).toEqual(['5 s', '1 min', '10 min', '2.0 h']);
});

test('one thing is not several', () => {
  expect([0, 1, 2].map((count) => plural(count, 'song'))).toEqual(['0 songs', '1 song', '2 songs']);
});

test.each([
  [new Date(2026, 10, 12, 12, 0, 0), 'now'],
  [new Date(2026, 10, 12, 11, 48, 0), '12 min ago'],
  [new Date(2026, 10, 12, 3, 0, 0), '9 h ago'],
  [new Date(2026, 10, 11, 9, 0, 0), 'yesterday'],
  [new Date(2026, 10, 9, 9, 0, 0), '3 days ago'],
  [new Date(2026, 9, 1, 9, 0, 0), '1 Oct'],
  [new Date(2025, 9, 1, 9, 0, 0), '1 Oct 2025'],
])('%s is %s', (date, text) => {
  expect(formatRelativeTime(date, new Date(2026, 10, 12, 12, 0, 10))).toBe(text);
});

test('the year stands only where it is another', () => {
  expect(formatDate(new Date(2026, 10, 12), new Date(2026, 0, 1))).toBe('12 Nov');
});
