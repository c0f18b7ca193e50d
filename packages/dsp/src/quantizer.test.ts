import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from './node.ts';
import { db, measureSine, noise, sine } from './oracle/signals.ts';
import { powerSpectrum } from './oracle/spectrum.ts';
import { type DitherKind, Quantizer } from './quantizer.ts';

const dsp = await loadDspFromDisk();
const rate = 48_000;

const quantize = (input: Float32Array, bitDepth: 16 | 24, dither: DitherKind, seed = 1): Int32Array =>
  new Quantizer(dsp, { channels: 1, bitDepth, dither, seed }).process([input])[0]!;

/** Error in steps. */
const errorOf = (input: Float32Array, out: Int32Array, bitDepth: number): Float64Array =>
  Float64Array.from(out, (value, i) => value - input[i]! * 2 ** (bitDepth - 1));

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
const power = (values: Float64Array): number => values.reduce((a, b) => a + b * b, 0) / values.length;

describe('quantizer', () => {
  test('without dither it rounds to nearest', () => {
    expect([...quantize(Float32Array.of(0, 1 / 32768, 1.4 / 32768, -1.6 / 32768), 16, 'none')]).toEqual([0, 1, 1, -2]);
  });

  test.each([16, 24] as const)('%d bit clips at its ends', (bitDepth) => {
    const top = 2 ** (bitDepth - 1);
    expect([...quantize(Float32Array.of(1, -1, 7, -7), bitDepth, 'none')]).toEqual([top - 1, -top, top - 1, -top]);
  });

  test.each(['tpdf', 'tpdf-high'] as const)(
    '%s: error without mean, of constant power, whatever the signal',
    (dither) => {
      for (const amplitude of [0, 0.3e-4, 0.2]) {
        const input = sine(400_000, rate, 997, amplitude);
        const error = errorOf(input, quantize(input, 16, dither), 16);
        expect(Math.abs(mean(error))).toBeLessThan(0.005);
        // Triangular dither of ±1 step plus rounding: 1/6 + 1/12.
        expect(Math.abs(power(error) - 0.25)).toBeLessThan(0.005);
      }
    },
  );

  test.each(['tpdf', 'tpdf-high', 'shaped'] as const)(
    'a −100 dBFS tone survives 16 bit with %s, and not without',
    (dither) => {
      const input = sine(960_000, rate, 1000, 1e-5);
      const kept = measureSine(
        Float32Array.from(quantize(input, 16, dither), (x) => x / 32768),
        rate,
        1000,
      );
      expect(db(kept.amplitude)).toBeCloseTo(-100, 0);
      expect(quantize(input, 16, 'none').every((x) => x === 0)).toBe(true);
    },
  );

  test.each(['tpdf', 'shaped'] as const)('harmonics of a quiet tone stay below −130 dB with %s', (dither) => {
    const input = sine(1_200_000, rate, 1000, 2 / 32768);
    const out = Float32Array.from(quantize(input, 16, dither), (x) => x / 32768);
    for (const harmonic of [2, 3, 5]) {
      expect(db(measureSine(out, rate, 1000 * harmonic).amplitude)).toBeLessThan(-130);
    }
  });

  test('high-passed dither moves its power up', () => {
    const silence = new Float32Array(200_000);
    const low = (dither: DitherKind) => {
      const out = quantize(silence, 16, dither);
      const sums = new Float64Array(out.length - 16);
      for (let i = 0; i < sums.length; i++) for (let k = 0; k < 16; k++) sums[i]! += out[i + k]! / 16;
      return power(sums);
    };
    expect(low('tpdf-high')).toBeLessThan(0.5 * low('tpdf'));
  });

  test('shaped dither follows its filter: less noise where hearing is keen, more near Nyquist', () => {
    const blocks = 64;
    const out = Float64Array.from(quantize(sine(4096 * blocks, rate, 1000, 0.1), 16, 'shaped'));
    const clean = sine(4096 * blocks, rate, 1000, 0.1);
    const error = out.map((x, i) => x - clean[i]! * 32768);
    const average = new Float64Array(2049);
    for (let b = 0; b < blocks; b++) {
      powerSpectrum(error.subarray(b * 4096, (b + 1) * 4096)).forEach((x, k) => {
        average[k]! += x / blocks;
      });
    }
    const gain = (bin: number) => {
      const w = (2 * Math.PI * bin) / 4096;
      const taps = [1, -2.033, 2.165, -1.959, 1.59, -0.6149];
      const re = taps.reduce((sum, c, k) => sum + c * Math.cos(w * k), 0);
      const im = taps.reduce((sum, c, k) => sum + c * Math.sin(w * k), 0);
      return re * re + im * im;
    };
    /** Mean over 41 bins around a frequency. */
    const levelDb = (hz: number, power: (bin: number) => number) => {
      const bin = Math.round((hz / rate) * 4096);
      const sum = Array.from({ length: 41 }, (_, i) => power(bin - 20 + i)).reduce((a, b) => a + b, 0);
      return 10 * Math.log10(sum / 41);
    };
    // White noise of power ¼ is ¼ · 4 / 4096 in every bin.
    const shapeDb = (hz: number) => levelDb(hz, (bin) => average[bin]! * 4096);
    const wantedDb = (hz: number) => levelDb(hz, gain);
    for (const hz of [500, 1000, 2000, 4000, 8000, 12_000, 16_000, 20_000, 23_000]) {
      expect(Math.abs(shapeDb(hz) - wantedDb(hz)), `${hz} Hz`).toBeLessThan(1.5);
    }
    for (const hz of [500, 1000, 2000, 3500, 4500]) expect(shapeDb(hz)).toBeLessThan(-6);
  });

  test('shaped dither recovers from clipping at once', () => {
    const input = Float32Array.from({ length: 4000 }, (_, i) => (i < 2000 ? 3 : 0.1));
    const out = quantize(input, 16, 'shaped').subarray(2010);
    for (const x of out) expect(Math.abs(x - 3276.8)).toBeLessThan(40);
  });

  test('equal seeds give equal noise, others do not, and channels differ', () => {
    const input = noise(1000, 1, 0.1);
    expect(quantize(input, 16, 'tpdf', 5)).toEqual(quantize(input, 16, 'tpdf', 5));
    expect(quantize(input, 16, 'tpdf', 5)).not.toEqual(quantize(input, 16, 'tpdf', 6));
    const [left, right] = new Quantizer(dsp, { channels: 2, bitDepth: 16, dither: 'tpdf' }).process([input, input]);
    expect(left).not.toEqual(right);
  });

  test('NaN becomes silence', () => {
    expect([...quantize(Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY), 24, 'none')]).toEqual([0, 0]);
  });
});
