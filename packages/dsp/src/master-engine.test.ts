import { describe, expect, test } from 'vitest';
import { LoudnessMeter } from './loudness-meter.ts';
import { MasterEngine } from './master-engine.ts';
import { neutralMaster } from './neutral-settings.ts';
import { loadDspFromDisk } from './node.ts';
import { adversaries, limiterCase } from './oracle/adversaries.ts';
import { impulse, measureSine, musicLike, noise, sine } from './oracle/signals.ts';
import { peakMeters, truePeakDb } from './oracle/true-peak.ts';
import type { MasterSettings } from './settings.ts';

const dsp = await loadDspFromDisk();

/** Masters a whole signal; the output is as long as the input and starts with it. */
const master = (settings: MasterSettings, sampleRate: number, input: Float32Array[]) => {
  const engine = new MasterEngine(dsp, { settings, sampleRate });
  const frames = input[0]!.length + engine.latencyFrames;
  const [a, b] = input.map((channel) => {
    const padded = new Float32Array(frames);
    padded.set(channel);
    return padded;
  });
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  engine.process([a!, b!], left, right);
  return {
    engine,
    left: left.subarray(engine.latencyFrames),
    right: right.subarray(engine.latencyFrames),
    whole: left,
  };
};

const settingsWith = (inputGainDb: number, limiter: Partial<MasterSettings['limiter']> = {}): MasterSettings => {
  const settings = neutralMaster();
  settings.inputGainDb = inputGainDb;
  settings.limiter = { ...settings.limiter, ...limiter };
  return settings;
};

const meterDbtp = (sampleRate: number, channels: Float32Array[]): number => {
  const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
  meter.push(channels);
  return meter.result().truePeakDbtp;
};

describe('latency', () => {
  test.each([44_100, 48_000, 192_000])('is exact at %d Hz and the same for every setting', (sampleRate) => {
    const latencies = [0.5, 2, 10].map((lookAheadMs) => {
      const { engine, whole } = master(settingsWith(0, { lookAheadMs }), sampleRate, [
        impulse(64, 7, 0.5),
        new Float32Array(64),
      ]);
      expect(whole.indexOf(0.5)).toBe(engine.latencyFrames + 7);
      return engine.latencyFrames;
    });
    const off = master(settingsWith(0, { enabled: false }), sampleRate, [impulse(64, 7, 0.5), new Float32Array(64)]);
    expect(off.whole.indexOf(0.5)).toBe(off.engine.latencyFrames + 7);
    expect(new Set([...latencies, off.engine.latencyFrames]).size).toBe(1);
  });
});

describe('limiter', () => {
  test('leaves what is under the ceiling alone, bit by bit', () => {
    const input = [musicLike(30_000, 1, 0.3), musicLike(30_000, 2, 0.3)];
    const { left, right, engine } = master(settingsWith(0), 48_000, input);
    expect([left, right]).toEqual(input);
    expect(engine.takeGainReductions().limiterDb).toBe(0);
  });

  test('turns a steady sine down to the ceiling without distorting it', () => {
    const input = sine(96_000, 48_000, 997, 1);
    const { left } = master(settingsWith(6), 48_000, [input, input]);
    const { amplitude, residualRms } = measureSine(left, 48_000, 997, 48_000, 90_000);
    expect(20 * Math.log10(amplitude)).toBeCloseTo(-1.03, 2);
    expect(20 * Math.log10(residualRms)).toBeLessThan(-80);
  });

  test('the gain falls before the peak and comes back after it', () => {
    const sampleRate = 48_000;
    const input = new Float32Array(48_000).fill(0.25);
    input.fill(2, 10_000, 10_020);
    const { left } = master(settingsWith(0, { releaseMs: 50, lookAheadMs: 5 }), sampleRate, [input, input]);
    expect(left[9000]).toBe(0.25);
    expect(left[9990]).toBeLessThan(0.2);
    expect(left[10_100]).toBeLessThan(0.2);
    expect(left[10_000 + 0.5 * sampleRate]).toBeGreaterThan(0.245);
    for (let i = 1; i < left.length; i++) expect(left[i]!).toBeLessThanOrEqual(10 ** (-1 / 20));
  });

  test('NaN and infinities come out as nothing', () => {
    const input = musicLike(20_000, 3);
    input.fill(Number.NaN, 500, 600);
    input.fill(Number.POSITIVE_INFINITY, 600, 700);
    const { left, right } = master(settingsWith(12), 48_000, [input, input]);
    expect(left.every(Number.isFinite) && right.every(Number.isFinite)).toBe(true);
    expect(left.subarray(10_000).some((x) => Math.abs(x) > 0.01)).toBe(true);
  });
});

describe('the ceiling holds', () => {
  // A seeded excerpt of what scripts/fuzz-limiter.ts runs over more than a thousand cases.
  test.each(Object.keys(adversaries).map((name, at) => [name, at] as const))('%s', (_name, at) => {
    for (let round = 0; round < 3; round++) {
      const seed = at + round * Object.keys(adversaries).length;
      const { sampleRate, inputGainDb, limiter, input } = limiterCase(seed, 1500);
      const { left, right } = master(settingsWith(inputGainDb, limiter), sampleRate, input);
      expect(meterDbtp(sampleRate, [left, right])).toBeLessThanOrEqual(limiter.ceilingDbtp);
      for (const meter of Object.values(peakMeters)) {
        const reading = Math.max(truePeakDb(left, meter), truePeakDb(right, meter));
        expect(reading).toBeLessThanOrEqual(limiter.ceilingDbtp + (meter.factor === 4 ? 0 : 0.02));
      }
    }
  });

  test('on meters it was not made for, and with an ideal one for signals with nothing above 0.42 of the rate', () => {
    const input = noise(20_000, 1, 1).map((_, i, x) => {
      // A crude low-pass: the mean of four neighbours.
      return 3 * ((x[i] ?? 0) + (x[i - 1] ?? 0) + (x[i - 2] ?? 0) + (x[i - 3] ?? 0)) * 0.25;
    });
    const { left } = master(settingsWith(6), 48_000, [input, input]);
    expect(truePeakDb(left, { factor: 8, taps: 32, window: { kaiserBeta: 12 } })).toBeLessThanOrEqual(-0.98);
    expect(truePeakDb(left, { factor: 16, taps: 256, window: { kaiserBeta: 10 } })).toBeLessThanOrEqual(-0.98);
  });
});
