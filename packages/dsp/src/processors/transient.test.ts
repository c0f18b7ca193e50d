import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run as runEngine, type Stereo } from '../oracle/run.ts';
import { concat, db, measureSine, musicLike, sine, worstDifference } from '../oracle/signals.ts';
import { shapeTransients } from '../oracle/transient.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { neutralTransient, type TransientSettings } from './transient.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const on = (attackDb: number, sustainDb: number): TransientSettings => ({ enabled: true, attackDb, sustainDb });

const run = (settings: TransientSettings, input: Stereo) => {
  const engine = new ProcessorEngine(dsp, { processor: { kind: 'transient', settings }, sampleRate });
  expect(engine.latencyFrames).toBe(0);
  const [left, right] = runEngine(engine, input);
  return { left, right, reductionDb: engine.takeGainReductionDb() };
};

/** A drum: a tone that starts at once and dies by 60 dB in a second. */
const stroke = (hz: number): Float32Array =>
  sine(48_000, sampleRate, hz).map((x, i) => 0.25 * x * 10 ** ((-60 * i) / 48_000 / 20));

describe('every processor’s laws', () => {
  testProcessorProperties(dsp, {
    busy: { kind: 'transient', settings: on(6, -9) },
    neutral: { kind: 'transient', settings: neutralTransient() },
  });
});

describe('transient shaper', () => {
  test.each([
    [9, 0],
    [-12, 6],
    [4, -20],
  ])('attack %d dB, sustain %d dB: agrees with its plain twin', (attackDb, sustainDb) => {
    const input: Stereo = [musicLike(48_000, 1), musicLike(48_000, 2, 0.1)];
    const { left, right } = run(on(attackDb, sustainDb), input);
    const expected = shapeTransients(input, on(attackDb, sustainDb), sampleRate);
    expect(worstDifference([left, right], expected)).toBeLessThan(3e-7);
  });

  test.each([9, -9])('attack %d dB changes the onset by as much and leaves the decay', (attackDb) => {
    const input = concat(new Float32Array(4800), stroke(1000));
    const { left } = run(on(attackDb, 0), [input, input]);
    const changeDb = (fromMs: number, toMs: number): number => {
      const level = (samples: Float32Array) =>
        db(measureSine(samples, sampleRate, 1000, 48 * fromMs, 48 * toMs).amplitude);
      return level(left) - level(input);
    };
    expect(Math.abs(changeDb(102, 104) - attackDb)).toBeLessThan(1.5);
    expect(Math.abs(changeDb(250, 900))).toBeLessThan(0.1);
  });

  test.each([6, -9])('sustain %d dB changes the decay and leaves the onset', (sustainDb) => {
    const input = concat(new Float32Array(4800), stroke(1000));
    const { left } = run(on(0, sustainDb), [input, input]);
    const changeDb = (fromMs: number, toMs: number): number => {
      const level = (samples: Float32Array) =>
        db(measureSine(samples, sampleRate, 1000, 48 * fromMs, 48 * toMs).amplitude);
      return level(left) - level(input);
    };
    expect(Math.abs(changeDb(100, 110))).toBeLessThan(0.1);
    expect(changeDb(700, 900) / sustainDb).toBeGreaterThan(0.7);
    expect(changeDb(700, 900) / sustainDb).toBeLessThan(1);
  });

  test('the level makes no difference', () => {
    const input = musicLike(24_000, 6, 0.5);
    const loud = run(on(8, 8), [input, input]).left;
    const quiet = run(on(8, 8), [input.map((x) => x / 64), input.map((x) => x / 64)]).left;
    expect(worstDifference([loud], [quiet.map((x) => x * 64)])).toBeLessThan(1e-6);
  });

  test.each([50, 1000])('a steady tone of %d Hz is left alone', (hz) => {
    const input = sine(96_000, sampleRate, hz, 0.5);
    const { left } = run(on(12, 12), [input, input]);
    const { amplitude, residualRms } = measureSine(left, sampleRate, hz, 48_000);
    expect(Math.abs(db(amplitude / 0.5))).toBeLessThan(0.02);
    expect(db(residualRms / 0.5)).toBeLessThan(-90);
  });
});
