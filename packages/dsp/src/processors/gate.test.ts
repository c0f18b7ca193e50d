import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { gate } from '../oracle/gate.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { runAligned, type Stereo } from '../oracle/run.ts';
import { concat, db, measureSine, musicLike, noise, sine, worstDifference } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { type GateSettings, neutralGate } from './gate.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const on = (change: Partial<GateSettings>): GateSettings => ({ ...neutralGate(), enabled: true, ...change });

const engineWith = (settings: GateSettings) =>
  new ProcessorEngine(dsp, { processor: { kind: 'gate', settings }, sampleRate });

const run = (settings: GateSettings, input: Stereo) => {
  const engine = engineWith(settings);
  const [left, right] = runAligned(engine, input);
  return { left, right, reductionDb: engine.takeGainReductionDb() };
};

/** A tone that steps through levels, so many milliseconds each. */
const steps = (ms: number, ...levelsDb: number[]): Float32Array =>
  concat(...levelsDb.map((level) => sine((ms * sampleRate) / 1000, sampleRate, 1000, 10 ** (level / 20))));

const levelDb = (samples: Float32Array, fromMs: number, toMs: number): number =>
  db(measureSine(samples, sampleRate, 1000, fromMs * 48, toMs * 48).amplitude);

describe('every processor’s laws', () => {
  testProcessorProperties(dsp, {
    busy: { kind: 'gate', settings: on({ thresholdDb: -14, ratio: 3, holdMs: 2, releaseMs: 20 }) },
    neutral: { kind: 'gate', settings: neutralGate() },
  });
});

describe('the same with look-ahead and side chain, as a gate', () => {
  const settings = on({
    ...{ thresholdDb: -14, ratio: 100, rangeDb: 80, holdMs: 2, releaseMs: 20, lookAheadMs: 4 },
    sideChain: { lowCutHz: 100, highCutHz: 5000 },
  });
  testProcessorProperties(dsp, {
    busy: { kind: 'gate', settings },
    neutral: { kind: 'gate', settings: { ...settings, enabled: false } },
  });
});

describe('gate', () => {
  test.each<[string, GateSettings]>([
    ['an expander', on({ thresholdDb: -10, ratio: 2, holdMs: 1 })],
    ['a gate', on({ thresholdDb: -12, ratio: 100, rangeDb: 60, holdMs: 5, releaseMs: 30 })],
    ['look-ahead', on({ thresholdDb: -12, ratio: 4, hysteresisDb: 0, holdMs: 0, lookAheadMs: 3 })],
  ])('%s: agrees with its plain twin', (_, settings) => {
    const input: Stereo = [musicLike(48_000, 1), musicLike(48_000, 2, 0.1)];
    const { left, right, reductionDb } = run(settings, input);
    expect(reductionDb).toBeGreaterThan(6);
    expect(worstDifference([left, right], gate(input, settings, sampleRate))).toBeLessThan(3e-7);
  });

  test('the static curve: 10 dB below the threshold at 1:3 comes out 30 dB below', () => {
    const input = steps(1000, -40);
    const { left, reductionDb } = run(on({ thresholdDb: -30, ratio: 3, rangeDb: 90 }), [input, input]);
    expect(levelDb(left, 800, 1000)).toBeGreaterThan(-60.2);
    // The envelope falls a little between the peaks of the wave.
    expect(levelDb(left, 800, 1000)).toBeLessThan(-59.5);
    expect(reductionDb).toBeGreaterThan(19.9);
  });

  test('above the threshold it changes no bit once it has opened', () => {
    const input = noise(20_000, 3, 0.5);
    const { left } = run(on({ thresholdDb: -20, attackMs: 0 }), [input, input]);
    const opened = input.findIndex((x) => Math.abs(x) > 0.1);
    expect(worstDifference([left.subarray(opened)], [input.subarray(opened)])).toBe(0);
  });

  test('between the two thresholds it stays as it is', () => {
    const settings = on({ thresholdDb: -20, hysteresisDb: 10, ratio: 100, rangeDb: 60, holdMs: 0, releaseMs: 5 });
    const { left } = run(settings, [steps(200, -25, -10, -25, -40, -25), new Float32Array(48_000)]);
    expect(levelDb(left, 100, 200)).toBeCloseTo(-85, 0);
    expect(levelDb(left, 250, 400)).toBeCloseTo(-10, 1);
    expect(levelDb(left, 450, 600)).toBeCloseTo(-25, 1);
    expect(levelDb(left, 700, 800)).toBeCloseTo(-100, 0);
    expect(levelDb(left, 900, 1000)).toBeCloseTo(-85, 0);
  });

  test('it holds for as long as asked', () => {
    const settings = on({ thresholdDb: -20, hysteresisDb: 0, ratio: 100, rangeDb: 60, holdMs: 100, releaseMs: 1 });
    const { left } = run(settings, [steps(300, -10, -30), new Float32Array(28_800)]);
    expect(levelDb(left, 390, 405)).toBeCloseTo(-30, 1);
    // The envelope takes some milliseconds more to fall by 10 dB and 1.
    expect(levelDb(left, 435, 450)).toBeLessThan(-85);
  });

  test('look-ahead is the latency, and opens before the sound', () => {
    const input = concat(new Float32Array(24_000), sine(4800, sampleRate, 1000, 0.5, Math.PI / 2));
    const first = (lookAheadMs: number): number => {
      const settings = on({ thresholdDb: -20, ratio: 100, rangeDb: 60, attackMs: 1, lookAheadMs });
      expect(engineWith(settings).latencyFrames).toBe(lookAheadMs * 48);
      return run(settings, [input, input]).left[24_000]!;
    };
    expect(first(0)).toBeLessThan(0.05);
    expect(first(5)).toBeGreaterThan(0.49);
  });

  test('the side chain decides what opens it', () => {
    const hum = sine(48_000, sampleRate, 50, 0.5);
    const settings = on({ thresholdDb: -20, ratio: 100, rangeDb: 60 });
    expect(worstDifference([run(settings, [hum, hum]).left.subarray(24_000)], [hum.subarray(24_000)])).toBe(0);
    const deaf = run({ ...settings, sideChain: { lowCutHz: 500, highCutHz: null } }, [hum, hum]);
    expect(Math.max(...deaf.left.subarray(40_000))).toBeLessThan(0.001);
  });
});
