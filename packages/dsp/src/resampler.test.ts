import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from './node.ts';
import { resample } from './oracle/resample.ts';
import { concat, db, impulse, measureSine, musicLike, noise, rmsDb, sine } from './oracle/signals.ts';
import { Resampler } from './resampler.ts';

const dsp = await loadDspFromDisk();

const convert = (input: Float32Array, fromRate: number, toRate: number): Float32Array => {
  const resampler = new Resampler(dsp, { channels: 1, fromRate, toRate });
  return concat(resampler.push([input])[0]!, resampler.finish()[0]!);
};

const seconds = 0.2;
/** The middle of a converted sine: its ends are those of the filter. */
const convertSine = (hz: number, fromRate: number, toRate: number) => {
  const out = convert(sine(fromRate * seconds, fromRate, hz, 0.9), fromRate, toRate);
  return { out, from: Math.round(out.length * 0.3), to: Math.round(out.length * 0.7) };
};

const usualRates = [
  8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000,
];
const usualPairs = usualRates.flatMap((from) =>
  usualRates.filter((to) => to !== from).map((to) => [from, to] as const),
);
/** No transform takes these: 47999 and 1001 have other factors than 2, 3, 5 and 7. */
const otherPairs = [
  [48_000, 47_999],
  [44_100, 48_048],
  [8000, 48_048],
] as const;

const pairs = [...usualPairs, ...otherPairs];

describe.each(pairs)('%d to %d', (fromRate, toRate) => {
  const lower = Math.min(fromRate, toRate);
  const edge = 0.907 * 0.5 * lower;

  test('is flat, in phase and clean up to the band edge', () => {
    for (const share of [0.02, 0.3, 0.7, 0.95, 1]) {
      const { out, from, to } = convertSine(share * edge, fromRate, toRate);
      const { amplitude, phase, residualRms } = measureSine(out, toRate, share * edge, from, to);
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

  test('keeps an impulse where it was, and DC', () => {
    const out = convert(impulse(1.2 * fromRate, fromRate), fromRate, toRate);
    expect(out.indexOf(out.reduce((most, x) => Math.max(most, x)))).toBe(toRate);
    const steady = convert(new Float32Array(20_000).fill(0.5), fromRate, toRate);
    expect(steady[Math.round(steady.length / 2)]).toBeCloseTo(0.5, 6);
  });

  test('is the sum that defines it, below −150 dB', () => {
    const input = noise(Math.round(fromRate * seconds), 1, 0.5);
    const out = convert(input, fromRate, toRate);
    const from = Math.round(0.4 * out.length);
    const twin = resample(input, fromRate, toRate, from, from + 200);
    const difference = Float32Array.from(twin, (x, n) => x - out[from + n]!);
    expect(rmsDb(difference)).toBeLessThan(rmsDb(out) - 150);
  });
});

test.each(pairs.filter(([from, to]) => to < from))(
  '%d to %d leaves nothing of what would alias',
  (fromRate, toRate) => {
    for (const share of [0.002, 0.1, 0.5, 0.98]) {
      const hz = 0.5 * (toRate + share * (fromRate - toRate));
      const { out, from, to } = convertSine(hz, fromRate, toRate);
      expect(rmsDb(out.subarray(from, to))).toBeLessThan(db(0.9 / Math.SQRT2) - 150);
    }
  },
);

test.each(pairs.filter(([from, to]) => to > from))('%d to %d makes no image', (fromRate, toRate) => {
  for (const share of [0.3, 1]) {
    const hz = share * 0.907 * 0.5 * fromRate;
    const { out, from, to } = convertSine(hz, fromRate, toRate);
    const { amplitude, phase } = measureSine(out, toRate, hz, from, to);
    const rest = out.map((x, n) => x - amplitude * Math.sin((2 * Math.PI * hz * n) / toRate + phase));
    for (const image of [fromRate - hz, fromRate + hz, 2 * fromRate - hz].filter((image) => image < 0.5 * toRate)) {
      expect(db(measureSine(rest, toRate, image, from, to).amplitude / 0.9)).toBeLessThan(-150);
    }
  }
});

describe('resampler', () => {
  test.each([1, 2, 3])('%d channels have the bits that each has alone', (channels) => {
    const inputs = Array.from({ length: channels }, (_, channel) => noise(40_000, channel + 1));
    const resampler = new Resampler(dsp, { channels, fromRate: 48_000, toRate: 44_100 });
    const starts = resampler.push(inputs);
    resampler.finish().forEach((end, channel) => {
      expect(concat(starts[channel]!, end)).toEqual(convert(inputs[channel]!, 48_000, 44_100));
    });
  });

  test.each([
    [48_000, 44_100],
    [48_000, 47_999],
  ])('%d to %d gives in blocks what it said it would', (fromRate, toRate) => {
    const input = musicLike(30_000, 1);
    const whole = convert(input, fromRate, toRate);
    const resampler = new Resampler(dsp, { channels: 1, fromRate, toRate });
    const parts: Float32Array[] = [];
    for (let at = 0; at < input.length; at += 700) parts.push(resampler.push([input.subarray(at, at + 700)])[0]!);
    parts.push(resampler.finish()[0]!);
    expect(concat(...parts)).toEqual(whole);
  });

  test('NaN becomes silence', () => {
    const input = sine(9600, 48_000, 100);
    input.fill(Number.NaN, 100, 200);
    const silenced = input.map((x) => (Number.isNaN(x) ? 0 : x));
    for (const toRate of [44_100, 47_999]) {
      expect(convert(input, 48_000, toRate)).toEqual(convert(silenced, 48_000, toRate));
    }
  });

  test('what is silent stays silent beside what is loud', () => {
    const resampler = new Resampler(dsp, { channels: 2, fromRate: 44_100, toRate: 48_000 });
    const [, silent] = resampler.push([noise(44_100, 1), new Float32Array(44_100)]);
    expect(silent!.every((x) => x === 0)).toBe(true);
  });

  test('refuses rates it cannot convert', () => {
    expect(() => new Resampler(dsp, { channels: 1, fromRate: 44_100.5, toRate: 48_000 })).toThrow('whole');
    expect(() => new Resampler(dsp, { channels: 1, fromRate: 44_100, toRate: 1000 })).toThrow('kHz');
  });
});
