import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run, runAligned, type Stereo } from '../oracle/run.ts';
import { saturate } from '../oracle/saturation.ts';
import { db, measureSine, noise, rmsDb, sine } from '../oracle/signals.ts';
import { powerSpectrum } from '../oracle/spectrum.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { neutralSaturation, type SaturationSettings } from './saturation.ts';

const dsp = await loadDspFromDisk();
const rate = 48_000;
const characters = ['tape', 'tube', 'clip'] as const;

const saturation = (change: Partial<SaturationSettings>) => ({
  kind: 'saturation' as const,
  settings: { ...neutralSaturation(), enabled: true, ...change },
});
const engineWith = (change: Partial<SaturationSettings>, sampleRate = rate) =>
  new ProcessorEngine(dsp, { processor: saturation(change), sampleRate });
const mono = (engine: ProcessorEngine, input: Float32Array): Float32Array => runAligned(engine, [input, input])[0];

/**
 * Level of everything below `topHz` that is no harmonic, against the fundamental: what folded back. Sine of full scale, of
 * whole cycles in 8192 frames, after as long as tube's DC filter takes to settle.
 */
const aliasDb = (engine: ProcessorEngine, cycles: number, topHz: number): number => {
  const period = 8192;
  const input = Float32Array.from({ length: 8 * period }, (_, i) =>
    Math.sin((2 * Math.PI * ((cycles * i) % period)) / period),
  );
  const spectrum = powerSpectrum(run(engine, [input, input])[0].subarray(7 * period));
  const folded = spectrum.filter((_, bin) => bin % cycles && bin < (topHz / rate) * period);
  return 10 * Math.log10(Math.max(...folded) / spectrum[cycles]!);
};

describe.each(characters)('saturation, %s', (character) => {
  testProcessorProperties(dsp, {
    busy: saturation({ character, driveDb: 12, mix: 0.7 }),
    neutral: { kind: 'saturation', settings: neutralSaturation() },
  });

  test('dry it is a delay of 72 frames, bit by bit', () => {
    const engine = engineWith({ character, mix: 0 });
    expect(engine.latencyFrames).toBe(72);
    const input = noise(4096, 1);
    expect(mono(engine, input)).toEqual(input);
  });

  test('wet and dry are in phase: a quiet signal passes almost unchanged at any mix', () => {
    for (const hz of [100, 1000, 10_000]) {
      const quiet = sine(12_000, rate, hz, 1e-3);
      const dry = measureSine(mono(engineWith({ character, driveDb: 0, mix: 0 }), quiet), rate, hz, 4000, 11_000);
      const half = measureSine(mono(engineWith({ character, driveDb: 0, mix: 0.5 }), quiet), rate, hz, 4000, 11_000);
      // Tube's DC filter turns the lowest frequencies by its own first-order phase: 2.9° at 100 Hz, half of it at mix ½.
      expect(Math.abs(half.phase - dry.phase)).toBeLessThan(character === 'tube' && hz === 100 ? 0.03 : 0.003);
    }
  });

  test('a sine of −12 dBFS keeps its level, whatever the drive', () => {
    const input = sine(rate, rate, 1000, 10 ** (-12 / 20));
    for (const driveDb of [0, 6, 12, 18, 24]) {
      const out = mono(engineWith({ character, driveDb }), input).subarray(8000, 40_000);
      // Tape's emphasis is undone behind the curve, so that its harmonics come out up to 5 dB lower than reckoned.
      expect(Math.abs(rmsDb(out) - rmsDb(input)), `${driveDb} dB`).toBeLessThan(character === 'tape' ? 0.4 : 0.05);
    }
  });

  // Measured at 5 kHz, 0 dBFS, 12 dB: tape −128, tube −129, clip −99 dB; at 18 dB: −117, −124, −87 dB.
  test.each([
    [12, -95],
    [18, -84],
  ])(
    'a full-scale sine of 5 kHz at %d dB of drive leaves less than %d dB of alias below 19.5 kHz',
    (driveDb, bound) => {
      expect(aliasDb(engineWith({ character, driveDb }), 853, 19_500)).toBeLessThan(bound);
    },
  );
});

describe('saturation', () => {
  test('agrees with its twin', () => {
    const input = noise(700, 2, 0.5);
    const out = mono(engineWith({ character: 'clip', driveDb: 12 }), input);
    const wet = saturate(
      Array.from({ length: 772 }, (_, i) => (input[i] ?? 0) * 10 ** (12 / 20)),
      'clip',
    ).slice(72);
    const scale = out[300]! / wet[300]!;
    for (let i = 0; i < 700; i++) expect(Math.abs(out[i]! - scale * wet[i]!)).toBeLessThan(1e-6);
  });

  test('tape and clip make odd harmonics alone, tube even ones too, and no DC', () => {
    const input = sine(rate, rate, 1000, 0.7);
    for (const character of characters) {
      const out = mono(engineWith({ character, driveDb: 9 }), input).subarray(24_000);
      const level = (hz: number) => db(measureSine(out, rate, hz, 0, 19_200).amplitude);
      expect(level(3000)).toBeGreaterThan(-50);
      if (character === 'tube') expect(level(2000)).toBeGreaterThan(-50);
      else expect(level(2000)).toBeLessThan(-140);
      expect(Math.abs(out.subarray(0, 19_200).reduce((sum, x) => sum + x, 0) / 19_200)).toBeLessThan(1e-4);
    }
  });

  test('the drive changes without a click', () => {
    const engine = engineWith({ character: 'tape', driveDb: 0 });
    const input = sine(rate, rate, 200, 0.25);
    const out = new Float32Array(rate);
    const part = (from: number, to: number): Stereo => [input.subarray(from, to), input.subarray(from, to)];
    engine.process(part(0, 24_000), out.subarray(0, 24_000), new Float32Array(24_000));
    engine.setSettings(saturation({ character: 'tape', driveDb: 12 }));
    engine.process(part(24_000, rate), out.subarray(24_000), new Float32Array(24_000));
    // 0.25 · 2π · 200 / 48000 = 0.0065 per sample; a squared-off sine of that level moves up to twice as fast.
    for (let i = 1000; i < rate; i++) expect(Math.abs(out[i]! - out[i - 1]!)).toBeLessThan(0.016);
  });
});
