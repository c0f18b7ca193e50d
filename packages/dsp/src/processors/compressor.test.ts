import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { compress } from '../oracle/compressor.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { runAligned, type Stereo } from '../oracle/run.ts';
import { concat, db, impulse, measureSine, musicLike, noise, sine, worstDifference } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { type CompressorSettings, neutralCompressor } from './compressor.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const on = (change: Partial<CompressorSettings>): CompressorSettings => ({
  ...neutralCompressor(),
  enabled: true,
  ...change,
});

const engineWith = (settings: CompressorSettings) =>
  new ProcessorEngine(dsp, { processor: { kind: 'compressor', settings }, sampleRate });

const run = (settings: CompressorSettings, input: Stereo) => {
  const engine = engineWith(settings);
  const [left, right] = runAligned(engine, input);
  return { left, right, reductionDb: engine.takeGainReductionDb() };
};

describe('every processor’s laws', () => {
  testProcessorProperties(dsp, {
    busy: { kind: 'compressor', settings: on({ thresholdDb: -30, ratio: 4, makeupDb: 3, mix: 0.8 }) },
    neutral: { kind: 'compressor', settings: neutralCompressor() },
  });
});

describe('the same with all options', () => {
  const all = on({
    ...{ thresholdDb: -30, ratio: 4, detector: 'rms', stereoLink: 0.5, autoRelease: true, lookAheadMs: 3 },
    sideChain: { lowCutHz: 120, highCutHz: 9000 },
  });
  testProcessorProperties(dsp, {
    busy: { kind: 'compressor', settings: all },
    neutral: { kind: 'compressor', settings: { ...all, enabled: false } },
  });
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
    ['automatic release', on({ thresholdDb: -30, ratio: 4, autoRelease: true, releaseMs: 400 })],
    ['automatic release, unlinked', on({ thresholdDb: -30, ratio: 4, autoRelease: true, stereoLink: 0 })],
    ['look-ahead', on({ thresholdDb: -30, ratio: 4, lookAheadMs: 2.5, mix: 0.7 })],
  ])('%s: agrees with its plain twin', (_, settings) => {
    const input: Stereo = [musicLike(48_000, 1), musicLike(48_000, 2, 0.1)];
    const { left, right } = run(settings, input);
    expect(worstDifference([left, right], compress(input, settings, sampleRate))).toBeLessThan(3e-7);
  });

  test('a filtered side chain agrees with its plain twin', () => {
    const settings = on({ thresholdDb: -30, ratio: 4, sideChain: { lowCutHz: 200, highCutHz: 2000 } });
    const input: Stereo = [musicLike(48_000, 1), musicLike(48_000, 2)];
    const { left, right } = run(settings, input);
    // The twin's filters are of another design, equal to ours within 0.05 dB where this music has its energy.
    expect(worstDifference([left, right], compress(input, settings, sampleRate))).toBeLessThan(5e-3);
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
    const { left, reductionDb } = run(on({ thresholdDb: -20, kneeDb: 6 }), [input, input]);
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

  test.each([true, false])('the look-ahead is the latency, to the frame (enabled: %s)', (enabled) => {
    const engine = engineWith({ ...on({ lookAheadMs: 5, thresholdDb: -6 }), enabled });
    expect(engine.latencyFrames).toBe(240);
    const input: Stereo = [impulse(1000, 100, 0.25), impulse(1000, 100, 0.25)];
    const out: Stereo = [new Float32Array(1000), new Float32Array(1000)];
    engine.process(input, ...out);
    expect(out[0].findIndex((x) => x !== 0)).toBe(340);
  });

  test('look-ahead turns a burst down before it comes', () => {
    const burst = concat(new Float32Array(4800), sine(4800, sampleRate, 1000, 0.9, Math.PI / 2));
    const firstPeak = (lookAheadMs: number): number => {
      const settings = on({ thresholdDb: -20, ratio: 20, kneeDb: 0, attackMs: 1, lookAheadMs });
      return run(settings, [burst, burst]).left[4800]!;
    };
    expect(firstPeak(0)).toBeGreaterThan(0.8);
    expect(firstPeak(5)).toBeLessThan(0.2);
  });

  test('the side chain decides what is heard, not what is played', () => {
    const bass = sine(48_000, sampleRate, 40, 0.9);
    const settings = on({ thresholdDb: -20, ratio: 8 });
    expect(run(settings, [bass, bass]).reductionDb).toBeGreaterThan(10);
    const deaf = run({ ...settings, sideChain: { lowCutHz: 400, highCutHz: null } }, [bass, bass]);
    expect(deaf.reductionDb).toBe(0);
    expect(deaf.left).toEqual(bass);
  });

  test('automatic release lets go of a click sooner than of a note', () => {
    const floor = sine(48_000, sampleRate, 1000, 0.01);
    /** Level of the quiet tone 100 ms after a loud part that lasts `ms`, against the quiet tone. */
    const leftDb = (ms: number): number => {
      const loud = Math.round((ms * sampleRate) / 1000);
      const input = floor.map((x, i) => (i >= 24_000 - loud && i < 24_000 ? 90 * x : x));
      const settings = on({ thresholdDb: -30, ratio: 10, kneeDb: 0, attackMs: 0, releaseMs: 500, autoRelease: true });
      const { left } = run(settings, [input, input]);
      return db(measureSine(left, sampleRate, 1000, 28_800, 29_280).amplitude / 0.01);
    };
    expect(leftDb(2)).toBeGreaterThan(-3);
    expect(leftDb(400)).toBeLessThan(-15);
  });
});
