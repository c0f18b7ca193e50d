import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleSchema } from './samples.ts';
import { formatTime } from './time.ts';

describe('a position in samples', () => {
  it.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 53, '1', null])('is not %s', (value) => {
    expect(sampleSchema.safeParse(value).success).toBe(false);
  });
});

describe('formatTime', () => {
  it.each([
    [0, 3, '0:00.000'],
    [62.48, 3, '1:02.480'],
    [59.9999, 3, '0:59.999'],
    [59.9999, 1, '0:59.9'],
    [59.9999, 0, '0:59'],
    [0.29, 1, '0:00.2'],
    [1.1, 3, '0:01.100'],
    [3599.9, 0, '59:59'],
    [3600, 0, '1:00:00'],
    [36_061.5, 1, '10:01:01.5'],
    [-1, 0, '0:00'],
  ] as const)('%s s with %s decimals is %s', (seconds, decimals, expected) => {
    expect(formatTime(seconds, decimals)).toBe(expected);
  });

  it('says the millisecond that a whole millisecond is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_599_999 }), (ms) => {
        const [, minutes, rest] = /^(\d+):(\d\d\.\d{3})$/.exec(formatTime(ms / 1000))!;
        return Math.round((Number(minutes) * 60 + Number(rest)) * 1000) === ms;
      }),
    );
  });
});
