import { describe, expect, test } from 'vitest';
import { Resampler } from './resample.ts';

const sine = (frames: number, hz: number, rate: number): Float32Array =>
  Float32Array.from({ length: frames }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hz * n) / rate));

const decibels = (factor: number): number => 20 * Math.log10(factor);

/** Largest difference away from the ends, where a file begins and stops and there is nothing to compare with. */
const largestError = (got: Float32Array, want: Float32Array, margin: number): number => {
  let largest = 0;
  for (let n = margin; n < Math.min(got.length, want.length) - margin; n += 1)
    largest = Math.max(largest, Math.abs(got[n]! - want[n]!));
  return largest;
};

describe.each([
  [44_100, 48_000],
  [48_000, 44_100],
  [96_000, 48_000],
  [88_200, 48_000],
])('%i Hz to %i Hz', (fromRate, toRate) => {
  const resampler = new Resampler(fromRate, toRate);

  test.each([100, 1000, 10_000])('a sine of %i Hz stays that sine, at the same place', (hz) => {
    const input = sine(fromRate / 4, hz, fromRate);
    const output = new Float32Array(resampler.outputFrames(input.length));
    resampler.process(input, 0, 0, output);
    expect(decibels(largestError(output, sine(output.length, hz, toRate), 200) / 0.5)).toBeLessThan(-80);
  });

  test('pieces made apart are the whole made at once, bit for bit', () => {
    const input = sine(20_000, 997, fromRate);
    const whole = new Float32Array(resampler.outputFrames(input.length));
    resampler.process(input, 0, 0, whole);
    for (let start = 0; start < whole.length; start += 3001) {
      const piece = new Float32Array(Math.min(3001, whole.length - start));
      const { from, to } = resampler.inputRange(start, piece.length);
      const inputFrom = Math.max(0, from);
      resampler.process(input.subarray(inputFrom, Math.min(input.length, to)), inputFrom, start, piece);
      expect(largestError(piece, whole.subarray(start), 0)).toBeLessThan(1e-7);
    }
  });

  test('a constant stays constant', () => {
    const input = new Float32Array(8000).fill(0.25);
    const output = new Float32Array(resampler.outputFrames(input.length));
    resampler.process(input, 0, 0, output);
    expect(largestError(output, new Float32Array(output.length).fill(0.25), 200)).toBeLessThan(1e-4);
  });
});

test('going down keeps out what would alias', () => {
  const resampler = new Resampler(96_000, 48_000);
  const input = sine(24_000, 30_000, 96_000);
  const output = new Float32Array(resampler.outputFrames(input.length));
  resampler.process(input, 0, 0, output);
  expect(decibels(largestError(output, new Float32Array(output.length), 200) / 0.5)).toBeLessThan(-80);
});
