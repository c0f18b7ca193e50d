import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { magnitudeAt } from '../oracle/fir.ts';
import { compressBands } from '../oracle/multiband.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { runAligned, type Stereo } from '../oracle/run.ts';
import { db, impulse, measureSine, musicLike, noise, sine, worstDifference } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { neutralCompressor } from './compressor.ts';
import { type MultibandBandSettings, type MultibandSettings, neutralMultiband } from './multiband.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const networks = [[300], [150, 2500], [120, 800, 5000], [90, 400, 2000, 8000]];

const band = (change: Partial<MultibandBandSettings> = {}): MultibandBandSettings => ({
  ...neutralCompressor(),
  ...{ enabled: true, thresholdDb: -36, ratio: 3 },
  ...change,
});

const busy = (crossoversHz: number[], lookAheadMs = 0): MultibandSettings => ({
  enabled: true,
  crossoversHz,
  bands: [0, ...crossoversHz].map((_, i) => band({ thresholdDb: -30 - 6 * i, makeupDb: i })),
  lookAheadMs,
});

const atRest = (crossoversHz: number[]): MultibandSettings => ({
  enabled: true,
  crossoversHz,
  bands: [0, ...crossoversHz].map(neutralCompressor),
  lookAheadMs: 0,
});

const engineWith = (settings: MultibandSettings) =>
  new ProcessorEngine(dsp, { processor: { kind: 'multiband', settings }, sampleRate });

const run = (settings: MultibandSettings, input: Stereo): Stereo => runAligned(engineWith(settings), input);

describe('every processor’s laws', () => {
  testProcessorProperties(dsp, {
    busy: { kind: 'multiband', settings: busy([120, 800, 5000]) },
    neutral: { kind: 'multiband', settings: neutralMultiband() },
  });
});

describe('the same with look-ahead and five bands', () => {
  const settings = busy([90, 400, 2000, 8000], 3);
  testProcessorProperties(dsp, {
    busy: { kind: 'multiband', settings },
    neutral: { kind: 'multiband', settings: { ...settings, enabled: false } },
  });
});

describe('multiband compressor', () => {
  test.each(networks)('bands at rest add up flat within 0.0001 dB: crossover at %d …', (...crossoversHz) => {
    const click = impulse(32_768);
    const [left] = run(atRest(crossoversHz), [click, click]);
    for (let hz = 20; hz < 22_000; hz *= 1.07) {
      expect(Math.abs(db(magnitudeAt(left, hz, sampleRate)))).toBeLessThan(1e-4);
    }
  });

  test.each([[busy([300])], [busy([150, 2500], 2)], [busy([90, 400, 2000, 8000])]])(
    'agrees with its plain twin',
    (settings) => {
      const input: Stereo = [musicLike(48_000, 1), musicLike(48_000, 2, 0.1)];
      const expected = compressBands(input, settings, sampleRate);
      // With look-ahead the twin's detectors hear nothing after the end; ours hear the crossovers ring.
      const body = (channels: Stereo) => channels.map((channel) => channel.subarray(0, 47_000));
      expect(worstDifference(body(run(settings, input)), body(expected))).toBeLessThan(1e-6);
    },
  );

  test('the parts of a crossover fall by 24 dB per octave and meet at −6 dB', () => {
    const click = impulse(32_768);
    // A part is heard alone when the other is turned down by 24 dB more than anything can be heard at.
    const part = (index: number): Float32Array => {
      const settings = atRest([1000]);
      settings.bands = settings.bands.map((own, i) =>
        i === index ? own : { ...own, enabled: true, ratio: 1, makeupDb: -240 },
      );
      return run(settings, [click, click])[0];
    };
    const [low, high] = [part(0), part(1)];
    expect(db(magnitudeAt(low, 1000, sampleRate))).toBeCloseTo(-6.02, 1);
    expect(db(magnitudeAt(high, 1000, sampleRate))).toBeCloseTo(-6.02, 1);
    expect(db(magnitudeAt(high, 125, sampleRate) / magnitudeAt(high, 62.5, sampleRate))).toBeCloseTo(24.08, 0);
    expect(db(magnitudeAt(low, 2000, sampleRate) / magnitudeAt(low, 4000, sampleRate))).toBeGreaterThan(23);
  });

  test('a loud bass does not turn down the treble', () => {
    const bass = sine(96_000, sampleRate, 50, 0.7);
    const treble = sine(96_000, sampleRate, 6000, 0.01);
    const input = bass.map((x, i) => x + treble[i]!);
    const settings: MultibandSettings = { ...busy([300]), bands: [band({ thresholdDb: -20 }), band()] };
    const [left] = run(settings, [input, input]);
    expect(db(measureSine(left, sampleRate, 50, 48_000).amplitude / 0.7)).toBeLessThan(-6);
    expect(Math.abs(db(measureSine(left, sampleRate, 6000, 48_000).amplitude / 0.01))).toBeLessThan(0.05);
  });

  test('crossovers that do not ascend or do not fit the bands are refused', () => {
    expect(() => engineWith({ ...busy([300, 200]) })).toThrow(RangeError);
    expect(() => engineWith({ ...busy([300]), crossoversHz: [300, 900] })).toThrow(RangeError);
  });

  test('noise through four bands keeps its power when they rest', () => {
    const input = noise(96_000, 5, 0.3);
    const power = (samples: Float32Array) => samples.reduce((sum, x) => sum + x * x, 0);
    const [left] = run(atRest([120, 800, 5000]), [input, input]);
    expect(db(Math.sqrt(power(left) / power(input)))).toBeCloseTo(0, 2);
  });
});
