import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { convolve } from '../oracle/fir.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run, type Stereo, sameBits } from '../oracle/run.ts';
import { impulse, noise, rmsDb, sine } from '../oracle/signals.ts';
import { powerSpectrum } from '../oracle/spectrum.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { type ConvolutionReverbSettings, neutralConvolutionReverb } from './convolution-reverb.ts';

const dsp = await loadDspFromDisk();
const rate = 48_000;
const kinds = ['room', 'chamber', 'plate', 'hall'] as const;

const reverb = (change: Partial<ConvolutionReverbSettings>) => ({
  kind: 'convolutionReverb' as const,
  settings: { ...neutralConvolutionReverb(), ...change },
});
const engineWith = (change: Partial<ConvolutionReverbSettings>) =>
  new ProcessorEngine(dsp, { processor: reverb(change), sampleRate: rate });

/** What an impulse on the left gives, to the end of the tail and a little on. */
const respond = (engine: ProcessorEngine): Stereo => {
  const frames = engine.tailFrames + 1000;
  return run(engine, [impulse(frames), new Float32Array(frames)]);
};

/** Energy of a band from `fromHz` to `toHz` in 4096 frames from `at` on, in dB. */
const bandDb = (response: Float32Array, at: number, fromHz: number, toHz: number): number => {
  const spectrum = powerSpectrum(response.subarray(at, at + 4096));
  const perBin = rate / 4096;
  return (
    10 * Math.log10(spectrum.slice(Math.round(fromHz / perBin), Math.round(toHz / perBin)).reduce((a, b) => a + b, 0))
  );
};

describe('convolution reverb', () => {
  testProcessorProperties(dsp, { busy: reverb({ decaySeconds: 0.6, width: 0.7 }), neutral: null });

  test.each(kinds)('%s: decays by 60 dB in the time asked for, and highs sooner when damped', (kind) => {
    const [left] = respond(engineWith({ kind, decaySeconds: 2, damping: 0.8 }));
    const drop = (fromHz: number, toHz: number) =>
      bandDb(left, 14_400, fromHz, toHz) - bandDb(left, 14_400 + rate, fromHz, toHz);
    // In one second: 30 dB at 2 s.
    expect(drop(300, 900)).toBeGreaterThan(27);
    expect(drop(300, 900)).toBeLessThan(37);
    expect(drop(2000, 4000)).toBeGreaterThan(drop(300, 900) + 5);
  });

  test.each(kinds)('%s: energy 1, silent until the pre-delay and after the tail', (kind) => {
    const engine = engineWith({ kind, preDelayMs: 30, decaySeconds: 1 });
    const [left, right] = respond(engine);
    const energy = (samples: Float32Array) => samples.reduce((sum, x) => sum + x * x, 0);
    expect(energy(left)).toBeCloseTo(1, 3);
    // Half of the left is heard on the right, in its own response.
    expect(energy(right)).toBeCloseTo(0.25, 3);
    expect(energy(left.subarray(0, 1439))).toBeLessThan(1e-20);
    expect(energy(left.subarray(engine.tailFrames))).toBeLessThan(1e-20);
    expect(engine.latencyFrames).toBe(0);
  });

  test('is the convolution with its response, below −140 dB', () => {
    const engine = engineWith({ decaySeconds: 0.4 });
    const [response] = respond(engine);
    engine.reset();
    const burst = noise(800, 1, 0.5);
    const input = new Float32Array(burst.length + response.length);
    input.set(burst);
    const [out] = run(engine, [input, new Float32Array(input.length)]);
    const direct = convolve(burst, response);
    expect(rmsDb(out.map((x, i) => x - direct[i]!)) - rmsDb(out)).toBeLessThan(-140);
  });

  test('left and right are as good as independent; width 0 is mono', () => {
    const input: Stereo = [impulse(rate), impulse(rate)];
    const [left, right] = run(engineWith({ decaySeconds: 1 }), input);
    const product = left.reduce((sum, x, i) => sum + x * right[i]!, 0);
    expect(Math.abs(product / 2.25)).toBeLessThan(0.1);
    const narrow = run(engineWith({ decaySeconds: 1, width: 0 }), input);
    for (let i = 0; i < rate; i++) expect(Math.abs(narrow[0][i]! - narrow[1][i]!)).toBeLessThan(1e-7);
  });

  test('kinds and sizes differ, equal settings do not', () => {
    const of = (change: Partial<ConvolutionReverbSettings>) => respond(engineWith({ decaySeconds: 0.5, ...change }));
    expect(sameBits(of({}), of({}))).toBe(true);
    for (const change of [{ kind: 'hall' }, { size: 1 }, { damping: 0.1 }] as const) {
      expect(sameBits(of({}), of(change))).toBe(false);
    }
  });

  test('another space is faded to, without a click', () => {
    const engine = engineWith({ decaySeconds: 0.5 });
    const input = sine(2 * rate, rate, 300, 0.25);
    const out = new Float32Array(2 * rate);
    const play = (from: number, to: number) =>
      engine.process(
        [input.subarray(from, to), input.subarray(from, to)],
        out.subarray(from, to),
        new Float32Array(to - from),
      );
    play(0, rate);
    engine.setSettings(reverb({ kind: 'hall', decaySeconds: 1 }));
    play(rate, 2 * rate);
    let steepest = 0;
    for (let i = 30_000; i < rate; i++) steepest = Math.max(steepest, Math.abs(out[i]! - out[i - 1]!));
    let change = 0;
    for (let i = rate; i < 2 * rate; i++) change = Math.max(change, Math.abs(out[i]! - out[i - 1]!));
    let after = 0;
    for (let i = 90_000; i < 2 * rate; i++) after = Math.max(after, Math.abs(out[i]! - out[i - 1]!));
    expect(change).toBeLessThan(1.5 * Math.max(steepest, after));
  });
});
