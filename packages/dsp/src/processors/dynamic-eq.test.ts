import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { equaliseDynamically } from '../oracle/dynamic-eq.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run as runEngine, type Stereo, sameBits } from '../oracle/run.ts';
import { db, measureSine, musicLike, noise, sine, worstDifference } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import {
  type DynamicEqBandSettings,
  type DynamicEqBandType,
  type DynamicEqSettings,
  neutralDeEsser,
  neutralDynamicEq,
  neutralDynamicEqBand,
} from './dynamic-eq.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const on = (...bands: Partial<DynamicEqBandSettings>[]): DynamicEqSettings => ({
  enabled: true,
  bands: bands.map((band) => ({ ...neutralDynamicEqBand(), ...band })),
});

const engineWith = (settings: DynamicEqSettings) =>
  new ProcessorEngine(dsp, { processor: { kind: 'dynamicEq', settings }, sampleRate });

const run = (settings: DynamicEqSettings, input: Stereo) => {
  const engine = engineWith(settings);
  expect(engine.latencyFrames).toBe(0);
  const [left, right] = runEngine(engine, input);
  return { left, right, changeDb: engine.takeGainReductionDb() };
};

const fourBands = on(
  { type: 'lowShelf', frequencyHz: 150, q: 0.71, thresholdDb: -30, rangeDb: -9 },
  { frequencyHz: 500, q: 2, thresholdDb: -40, rangeDb: 6, ratio: 4 },
  { frequencyHz: 3000, q: 0.8, thresholdDb: -45, rangeDb: -12, kneeDb: 0, attackMs: 1 },
  { type: 'highShelf', frequencyHz: 6000, q: 0.71, thresholdDb: -50, rangeDb: -6 },
);

describe('every processor’s laws', () => {
  testProcessorProperties(dsp, {
    busy: { kind: 'dynamicEq', settings: fourBands },
    neutral: { kind: 'dynamicEq', settings: neutralDynamicEq() },
  });
});

describe('dynamic EQ', () => {
  test.each<[string, DynamicEqSettings]>([
    ['four bands', fourBands],
    ['a bell turned down', on({ thresholdDb: -50, rangeDb: -18, ratio: 10 })],
    ['a shelf turned up', on({ type: 'highShelf', thresholdDb: -50, rangeDb: 12, ratio: 3 })],
  ])('%s: agrees with its plain twin', (_, settings) => {
    const input: Stereo = [musicLike(48_000, 1), musicLike(48_000, 2, 0.1)];
    const { left, right, changeDb } = run(settings, input);
    expect(changeDb).toBeGreaterThan(3);
    expect(worstDifference([left, right], equaliseDynamically(input, settings, sampleRate))).toBeLessThan(1e-6);
  });

  test.each<[DynamicEqBandType]>([['bell'], ['lowShelf'], ['highShelf']])(
    'a %s below its threshold changes no bit',
    (type) => {
      const input = noise(20_000, 3, 0.02);
      const { left, right, changeDb } = run(on({ type, thresholdDb: -20, rangeDb: -12 }), [input, input]);
      expect(sameBits([left, right], [input, input])).toBe(true);
      expect(changeDb).toBe(0);
    },
  );

  test.each<[DynamicEqBandType, number, number]>([
    ['bell', 2500, -9],
    ['bell', 2500, 9],
    ['lowShelf', 40, -9],
    ['lowShelf', 40, 6],
    ['highShelf', 18_000, -9],
    ['highShelf', 18_000, 6],
  ])('a %s that hears %d Hz far above its threshold changes it by its range, %d dB', (type, hz, rangeDb) => {
    const input = sine(48_000, sampleRate, hz, 0.5);
    const band = { type, frequencyHz: 2500, q: 0.71, thresholdDb: -60, ratio: 10, kneeDb: 0, rangeDb };
    const { left, changeDb } = run(on({ ...band, releaseMs: 2000 }), [input, input]);
    const change = db(measureSine(left, sampleRate, hz, 24_000).amplitude / 0.5);
    expect(Math.abs(change - rangeDb)).toBeLessThan(0.15);
    expect(Math.abs(changeDb - Math.abs(rangeDb))).toBeLessThan(0.01);
  });

  test('what drives a band is heard in that band alone', () => {
    const quiet = sine(48_000, sampleRate, 100, 0.05);
    const loud = sine(48_000, sampleRate, 7000, 0.5);
    const input = quiet.map((x, i) => x + loud[i]!);
    const { left } = run({ ...neutralDeEsser(), enabled: true }, [input, input]);
    const changeDb = (hz: number): number =>
      db(measureSine(left, sampleRate, hz, 24_000).amplitude / measureSine(input, sampleRate, hz, 24_000).amplitude);
    expect(changeDb(7000)).toBeLessThan(-7);
    expect(Math.abs(changeDb(100))).toBeLessThan(0.05);
    const bass = run({ ...neutralDeEsser(), enabled: true }, [sine(48_000, sampleRate, 100, 0.9), quiet]);
    expect(bass.changeDb).toBe(0);
  });

  test('a band moved while it works does not click', () => {
    const input = sine(48_000, sampleRate, 200, 0.5);
    const settings = (frequencyHz: number) => on({ frequencyHz, q: 1, thresholdDb: -50, rangeDb: -12, ratio: 10 });
    const engine = engineWith(settings(150));
    const out = new Float32Array(48_000);
    [150, 400, 100, 800].forEach((hz, i) => {
      engine.setSettings({ kind: 'dynamicEq', settings: settings(hz) });
      const part = input.subarray(12_000 * i, 12_000 * (i + 1));
      engine.process([part, part], out.subarray(12_000 * i, 12_000 * (i + 1)), new Float32Array(12_000));
    });
    // Bends from sample to sample stay those of the tone, as if nothing had been moved.
    const bend = Math.max(...out.subarray(2, 47_998).map((x, i) => Math.abs(out[i + 1]! - 2 * x + out[i + 3]!)));
    expect(bend).toBeLessThan(2 * 0.5 * ((2 * Math.PI * 200) / sampleRate) ** 2);
  });

  test('five bands are refused', () => {
    expect(() => engineWith(on({}, {}, {}, {}, {}))).toThrow(RangeError);
  });
});
