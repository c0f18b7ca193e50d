import { describe, expect, test } from 'vitest';
import { MasterEngine } from './master-engine.ts';
import { neutralCompressor, neutralMaster } from './neutral-settings.ts';
import { loadDspFromDisk } from './node.ts';
import { compress } from './oracle/compressor.ts';
import { db, measureSine, musicLike, noise, sine } from './oracle/signals.ts';
import type { CompressorSettings } from './settings.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const run = (settings: CompressorSettings, input: readonly [Float32Array, Float32Array]) => {
  const master = neutralMaster();
  master.limiter.enabled = false;
  master.compressor = settings;
  const engine = new MasterEngine(dsp, { settings: master, sampleRate });
  const frames = input[0].length + engine.latencyFrames;
  const padded = input.map((channel) => {
    const samples = new Float32Array(frames);
    samples.set(channel);
    return samples;
  }) as [Float32Array, Float32Array];
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  engine.process(padded, left, right);
  return {
    left: left.subarray(engine.latencyFrames),
    right: right.subarray(engine.latencyFrames),
    reductionDb: engine.takeGainReductions().compressorDb,
  };
};

const on = (change: Partial<CompressorSettings>): CompressorSettings => ({
  ...neutralCompressor(),
  enabled: true,
  ...change,
});

describe('compressor', () => {
  test.each<[string, CompressorSettings]>([
    ['peak, soft knee', on({ thresholdDb: -30, ratio: 4, kneeDb: 12 })],
    ['peak, hard knee', on({ thresholdDb: -24, ratio: 8, kneeDb: 0, attackMs: 1, releaseMs: 40 })],
    ['RMS', on({ thresholdDb: -30, ratio: 3, detector: 'rms' })],
    ['parallel with makeup', on({ thresholdDb: -40, ratio: 10, mix: 0.4, makeupDb: 9 })],
    ['half linked', on({ thresholdDb: -30, ratio: 4, stereoLink: 0.5 })],
    ['unlinked RMS', on({ thresholdDb: -30, ratio: 4, stereoLink: 0, detector: 'rms' })],
    ['no attack time', on({ thresholdDb: -30, ratio: 20, attackMs: 0 })],
  ])('%s: agrees with its plain twin', (_, settings) => {
    const input: [Float32Array, Float32Array] = [musicLike(48_000, 1), musicLike(48_000, 2, 0.1)];
    const { left, right } = run(settings, input);
    const [expectedLeft, expectedRight] = compress(input, settings, sampleRate);
    let worst = 0;
    left.forEach((x, i) => {
      worst = Math.max(worst, Math.abs(x - expectedLeft[i]!), Math.abs(right[i]! - expectedRight[i]!));
    });
    expect(worst).toBeLessThan(3e-7);
  });

  test('the static curve: 12 dB over at 4:1 comes out 3 dB over', () => {
    const input = sine(96_000, sampleRate, 1000, 10 ** (-8 / 20));
    const settings = on({ thresholdDb: -20, ratio: 4, kneeDb: 0, attackMs: 5, releaseMs: 2000 });
    const { left, reductionDb } = run(settings, [input, input]);
    expect(db(measureSine(left, sampleRate, 1000, 80_000).amplitude)).toBeCloseTo(-17, 0);
    expect(reductionDb).toBeGreaterThan(8.5);
    expect(reductionDb).toBeLessThan(9.01);
  });

  test('below the knee it changes no bit', () => {
    const input = noise(20_000, 3, 0.05);
    const settings = on({ thresholdDb: -20, kneeDb: 6 });
    const { left, reductionDb } = run(settings, [input, input]);
    expect(left).toEqual(input);
    expect(reductionDb).toBe(0);
  });

  test('a linked compressor keeps the balance', () => {
    const loud = noise(20_000, 4, 0.8);
    const quiet = loud.map((x) => x / 8);
    const { left, right } = run(on({ thresholdDb: -30, ratio: 6 }), [loud, quiet]);
    left.forEach((x, i) => {
      expect(right[i]).toBeCloseTo(x / 8, 6);
    });
  });

  test('NaN leaves no trace', () => {
    const input = musicLike(20_000, 5);
    const broken = input.slice();
    broken.fill(Number.NaN, 5000, 5010);
    broken.fill(Number.POSITIVE_INFINITY, 5010, 5020);
    const { left } = run(on({ thresholdDb: -30, ratio: 4 }), [broken, broken]);
    expect(left.every(Number.isFinite)).toBe(true);
    expect(left.subarray(10_000).some((x) => x !== 0)).toBe(true);
  });
});
