import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from './node.ts';
import { concat, db, impulse, measureSine, noise, sine } from './oracle/signals.ts';
import { Resampler } from './resampler.ts';

const dsp = await loadDspFromDisk();

const convert = (input: Float32Array, fromRate: number, toRate: number): Float32Array => {
  const resampler = new Resampler(dsp, { channels: 1, fromRate, toRate });
  return concat(resampler.push([input])[0]!, resampler.finish()[0]!);
};

/** Level and phase of a converted sine, away from its ends. */
const convertSine = (hz: number, fromRate: number, toRate: number) => {
  const out = convert(sine(fromRate, fromRate, hz, 0.9), fromRate, toRate);
  return measureSine(out, toRate, hz, Math.round(out.length * 0.3), Math.round(out.length * 0.7));
};

const pairs = [
  [48_000, 44_100],
  [44_100, 48_000],
  [96_000, 44_100],
  [192_000, 44_100],
  [44_100, 192_000],
  [48_000, 47_999],
  [8000, 48_000],
] as const;

describe.each(pairs)('%d to %d', (fromRate, toRate) => {
  const edge = 0.907 * 0.5 * Math.min(fromRate, toRate);

  test('is flat, in phase and clean up to the band edge', () => {
    for (const share of [0.02, 0.3, 0.7, 0.95, 1]) {
      const { amplitude, phase, residualRms } = convertSine(share * edge, fromRate, toRate);
      expect(Math.abs(db(amplitude / 0.9))).toBeLessThan(0.01);
      expect(Math.abs(phase)).toBeLessThan(1e-4);
      expect(db(residualRms / 0.9)).toBeLessThan(-145);
    }
  });

  test('has exactly the frames it should', () => {
    for (const frames of [0, 1, 2, 1000, 4801]) {
      const out = convert(new Float32Array(frames), fromRate, toRate);
      expect(out).toHaveLength(Math.ceil((frames * toRate) / fromRate));
    }
  });

  test('keeps DC', () => {
    const out = convert(new Float32Array(20_000).fill(0.5), fromRate, toRate);
    expect(out[Math.round(out.length / 2)]).toBeCloseTo(0.5, 6);
  });
});

describe('resampler', () => {
  test.each([22_050, 22_500, 23_500])('48 to 44.1 kHz leaves nothing of %d Hz', (hz) => {
    const out = convert(sine(48_000, 48_000, hz, 0.9), 48_000, 44_100).subarray(10_000, 30_000);
    const rms = Math.sqrt(out.reduce((sum, x) => sum + x * x, 0) / out.length);
    expect(db(rms / 0.64)).toBeLessThan(-150);
  });

  test('an impulse stays where it was', () => {
    const out = convert(impulse(4800, 2400), 48_000, 96_000);
    expect(out.indexOf(Math.max(...out))).toBe(4800);
    const back = convert(out, 96_000, 48_000);
    expect(back.indexOf(Math.max(...back))).toBe(2400);
  });

  test.each([2, 3])('%d channels have the bits that each has alone', (channels) => {
    const inputs = Array.from({ length: channels }, (_, channel) => noise(20_000, channel + 1));
    const resampler = new Resampler(dsp, { channels, fromRate: 48_000, toRate: 44_100 });
    const starts = resampler.push(inputs);
    resampler.finish().forEach((end, channel) => {
      expect(concat(starts[channel]!, end)).toEqual(convert(inputs[channel]!, 48_000, 44_100));
    });
  });

  test('NaN becomes silence', () => {
    const input = sine(9600, 48_000, 100);
    input.fill(Number.NaN, 100, 200);
    expect(convert(input, 48_000, 44_100).every(Number.isFinite)).toBe(true);
  });

  test('refuses rates it cannot convert', () => {
    expect(() => new Resampler(dsp, { channels: 1, fromRate: 44_100.5, toRate: 48_000 })).toThrow('whole');
    expect(() => new Resampler(dsp, { channels: 1, fromRate: 44_100, toRate: 1000 })).toThrow('kHz');
  });
});
