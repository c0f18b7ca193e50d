import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from './node.ts';
import { concat, musicLike, noise, sine } from './oracle/signals.ts';
import { SpectrumMeter } from './spectrum-meter.ts';
import { correlationOf, powerBetween, spectralCentroidHz, thirdOctaves } from './third-octave.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const measure = (channels: Float32Array[], rate = sampleRate) => {
  const meter = new SpectrumMeter(dsp, { channels: channels.length === 1 ? 1 : 2, sampleRate: rate });
  meter.push(channels);
  return meter.longTerm();
};

/** Power spectrum of one Hann window by the definition of the transform, scaled as the engine's. */
const plainPower = (samples: Float32Array, bin: number): number => {
  const size = samples.length;
  let re = 0;
  let im = 0;
  samples.forEach((x, n) => {
    const windowed = x * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size));
    re += windowed * Math.cos((2 * Math.PI * bin * n) / size);
    im -= windowed * Math.sin((2 * Math.PI * bin * n) / size);
  });
  return (re * re + im * im) * (2 / (0.375 * size * size));
};

describe('spectrum meter', () => {
  test('each bin is that of the transform by definition', () => {
    const left = noise(768, 1, 0.5);
    const right = noise(768, 2, 0.25);
    const { high } = measure([left, right]);
    // The first window: 256 frames of silence before the start, then the signal.
    const window = concat(new Float32Array(256), left);
    const other = concat(new Float32Array(256), right);
    const sum = window.map((x, n) => x + other[n]!);
    for (let bin = 1; bin < 512; bin++) {
      const expected = { left: plainPower(window, bin), right: plainPower(other, bin), both: plainPower(sum, bin) };
      expect(Math.abs(high.left[bin]! - expected.left)).toBeLessThan(1e-7);
      expect(Math.abs(high.right[bin]! - expected.right)).toBeLessThan(1e-7);
      expect(Math.abs(4 * high.mid[bin]! - expected.both)).toBeLessThan(1e-7);
      const whole = high.left[bin]! + high.right[bin]!;
      expect(Math.abs(2 * (high.mid[bin]! + high.side[bin]!) - whole)).toBeLessThan(1e-7);
    }
  });

  test.each([25, 63, 200, 500, 800, 1000, 4000, 16_000])('a full-scale sine at %d Hz stands in its band', (hz) => {
    const tone = sine(sampleRate * 10, sampleRate, hz);
    const bands = thirdOctaves(measure([tone, tone]));
    for (const band of bands) {
      if (band.hz === hz) expect(band.midDb).toBeCloseTo(-3.01, 0);
      else expect(band.db).toBeLessThan(-25);
      // Nothing but the rounding of float32.
      expect(band.sideDb).toBeLessThan(-130);
    }
    expect(bands.find((band) => band.hz === hz)!.db).toBeCloseTo(-3.01, 0);
    expect(spectralCentroidHz(measure([tone]))! / hz).toBeCloseTo(1, 1);
  });

  test.each([8000, 11_025, 22_050, 44_100, 96_000, 192_000])('white noise rises by 1 dB a band at %d Hz', (rate) => {
    const bands = thirdOctaves(measure([noise(rate * 20, 1), noise(rate * 20, 2)], rate));
    const whole = bands.filter((band) => band.hz >= 50 && band.toHz < rate / 2);
    // Uniform noise has a mean square of 1/3, spread evenly up to half the rate.
    for (const { fromHz, toHz, db } of whole) {
      expect(Math.abs(db - 10 * Math.log10((toHz - fromHz) / (rate / 2) / 3))).toBeLessThan(0.7);
    }
    expect(bands.at(-1)!.hz).toBe(rate > 40_000 ? 20_000 : bands.at(-1)!.hz);
    expect(bands.at(-1)!.hz).toBeLessThan(rate / 2);
  });

  test('mid, side and correlation are told apart by frequency', () => {
    const bass = sine(sampleRate * 4, sampleRate, 80, 0.5);
    const voice = sine(sampleRate * 4, sampleRate, 2000, 0.1);
    const left = bass.map((x, n) => x + voice[n]!);
    const right = bass.map((x, n) => -x + voice[n]!);
    const spectrum = measure([left, right]);
    const bands = thirdOctaves(spectrum);
    const at = (hz: number) => bands.find((band) => band.hz === hz)!;
    expect(at(80).sideDb).toBeCloseTo(-9.03, 0);
    expect(at(80).midDb).toBeLessThan(-60);
    expect(at(80).correlation).toBeCloseTo(-1, 3);
    expect(at(2000).correlation).toBeCloseTo(1, 3);
    expect(correlationOf(powerBetween(spectrum, { fromHz: 20, toHz: 120 }))).toBeCloseTo(-1, 3);
    expect(correlationOf(powerBetween(spectrum, { fromHz: 500, toHz: 8000 }))).toBeCloseTo(1, 3);
  });

  test.each([1, 64, 127, 128, 4096])('reads the same in blocks of %d', (block) => {
    const channels = [musicLike(sampleRate, 3), noise(sampleRate, 4, 0.1)];
    const meter = new SpectrumMeter(dsp, { channels: 2, sampleRate });
    for (let at = 0; at < sampleRate; at += block) meter.push(channels.map((c) => c.subarray(at, at + block)));
    expect(meter.longTerm()).toEqual(measure(channels));
  });

  test('sections are measured one by one', () => {
    const low = sine(sampleRate * 3, sampleRate, 100, 0.5);
    const high = sine(sampleRate * 3, sampleRate, 5000, 0.5);
    const meter = new SpectrumMeter(dsp, { channels: 1, sampleRate });
    meter.push([low]);
    const first = thirdOctaves(meter.take());
    meter.push([high]);
    meter.take();
    meter.push([high]);
    const third = thirdOctaves(meter.take());
    const level = (bands: typeof first, hz: number) => bands.find((band) => band.hz === hz)!.db;
    expect(level(first, 100) - level(first, 5000)).toBeGreaterThan(60);
    expect(level(third, 5000) - level(third, 100)).toBeGreaterThan(60);
  });

  test('shows this moment', () => {
    const meter = new SpectrumMeter(dsp, { channels: 2, sampleRate });
    const tone = sine(sampleRate, sampleRate, 3000, 0.5);
    meter.push([tone, tone]);
    const { binHz, power } = meter.current();
    expect(power.indexOf(Math.max(...power)) * binHz).toBeCloseTo(3000, 0);
  });

  test('silence has no spectrum', () => {
    const spectrum = measure([new Float32Array(sampleRate), new Float32Array(sampleRate)]);
    expect(thirdOctaves(spectrum).every((band) => band.db === Number.NEGATIVE_INFINITY)).toBe(true);
    expect(spectralCentroidHz(spectrum)).toBeNull();
  });
});
