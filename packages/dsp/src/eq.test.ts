import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analogueMagnitude } from './analogue-magnitude.ts';
import { MasterEngine } from './master-engine.ts';
import { neutralMaster } from './neutral-settings.ts';
import { loadDspFromDisk } from './node.ts';
import { db, impulse, measureSine, noise, sine } from './oracle/signals.ts';
import type { EqBandSettings } from './settings.ts';

const dsp = await loadDspFromDisk();

const engineWith = (bands: EqBandSettings[], sampleRate: number): MasterEngine => {
  const settings = neutralMaster();
  settings.eq = { enabled: true, phase: 'minimum', bands };
  settings.limiter.enabled = false;
  return new MasterEngine(dsp, { settings, sampleRate });
};

const equalise = (bands: EqBandSettings[], input: Float32Array, sampleRate: number): Float32Array => {
  const engine = engineWith(bands, sampleRate);
  const padded = new Float32Array(input.length + engine.latencyFrames);
  padded.set(input);
  const out = new Float32Array(padded.length);
  engine.process([padded, padded], out, new Float32Array(padded.length));
  return out.subarray(engine.latencyFrames);
};

/** Magnitude of the impulse response at a frequency. */
const magnitudeAt = (response: Float32Array, hz: number, sampleRate: number): number => {
  let real = 0;
  let imaginary = 0;
  response.forEach((x, i) => {
    real += x * Math.cos((2 * Math.PI * hz * i) / sampleRate);
    imaginary -= x * Math.sin((2 * Math.PI * hz * i) / sampleRate);
  });
  return Math.hypot(real, imaginary);
};

const band = (type: EqBandSettings['type'], change: Partial<EqBandSettings> = {}): EqBandSettings => ({
  type,
  enabled: true,
  frequencyHz: 1000,
  gainDb: 0,
  q: 0.71,
  ...change,
});

const check = (settings: EqBandSettings, hz: number, toleranceDb: number, sampleRate = 48_000) => {
  const response = equalise([settings], impulse(65_536), sampleRate);
  const error = db(magnitudeAt(response, hz, sampleRate)) - db(analogueMagnitude(settings, hz));
  expect(Math.abs(error), `${settings.type} ${settings.frequencyHz} Hz at ${hz} Hz`).toBeLessThan(toleranceDb);
};

describe('EQ bands follow their analogue prototypes', () => {
  test.each([
    [100, 6, 1],
    [1000, -9, 3],
    [5000, 12, 0.7],
    [12_000, 6, 1.4],
    [12_000, -6, 1.4],
  ])('bell at %d Hz, %d dB, Q %d, up to 16 kHz', (frequencyHz, gainDb, q) => {
    for (const hz of [50, 200, 1000, 4000, 8000, 12_000, 16_000])
      check(band('bell', { frequencyHz, gainDb, q }), hz, 0.35);
    check(band('bell', { frequencyHz, gainDb, q }), frequencyHz, 0.01);
  });

  test.each<[EqBandSettings['type'], number, number]>([
    ['lowShelf', 100, 6],
    ['lowShelf', 300, -9],
    ['highShelf', 8000, 6],
    ['highShelf', 8000, -6],
    ['highShelf', 3000, 12],
  ])('%s at %d Hz, %d dB, up to 20 kHz', (type, frequencyHz, gainDb) => {
    for (const hz of [30, 100, 300, 1000, 3000, 8000, 14_000, 20_000])
      check(band(type, { frequencyHz, gainDb }), hz, 0.5);
  });

  test.each([6, 12, 18, 24, 36, 48] as const)('high-pass of %d dB/oct', (slopeDbPerOctave) => {
    const settings = band('highPass', { frequencyHz: 200, slopeDbPerOctave, q: Math.SQRT1_2 });
    for (const hz of [100, 150, 200, 400, 2000, 10_000]) check(settings, hz, 0.1);
  });

  test.each([6, 12, 18, 24, 36, 48] as const)('low-pass of %d dB/oct', (slopeDbPerOctave) => {
    const settings = band('lowPass', { frequencyHz: 4000, slopeDbPerOctave, q: Math.SQRT1_2 });
    for (const hz of [100, 1000, 3000, 4000, 6000, 8000]) check(settings, hz, 0.6);
  });

  test.each([3, -4])('tilt of %d dB', (gainDb) => {
    for (const hz of [30, 300, 1000, 3000, 12_000]) check(band('tilt', { gainDb }), hz, 0.2);
  });

  test('notch: nothing at its frequency, everything far from it', () => {
    const notch = band('notch', { frequencyHz: 1000, q: 10 });
    const response = equalise([notch], impulse(65_536), 48_000);
    expect(db(magnitudeAt(response, 1000, 48_000))).toBeLessThan(-80);
    for (const hz of [100, 900, 1100, 5000]) check(notch, hz, 0.05);
  });

  test('low frequencies at high rates keep their precision', () => {
    check(band('bell', { frequencyHz: 20, gainDb: 6, q: 1 }), 20, 0.01, 192_000);
    check(band('highPass', { frequencyHz: 20, q: Math.SQRT1_2 }), 20, 0.05, 192_000);
  });
});

describe('EQ', () => {
  test('a boost and the same cut cancel', () => {
    const input = noise(8192, 1, 0.25);
    for (const type of ['bell', 'lowShelf', 'highShelf', 'tilt'] as const) {
      const out = equalise([band(type, { gainDb: 7 }), band(type, { gainDb: -7 })], input, 48_000);
      out.forEach((x, i) => {
        expect(Math.abs(x - input[i]!)).toBeLessThan(1e-6);
      });
    }
  });

  test('at rest it is not there', () => {
    const input = noise(4096, 2);
    const resting = [band('bell'), band('lowShelf'), band('highPass', { enabled: false })];
    expect(equalise(resting, input, 48_000)).toEqual(input);
  });

  test('is stable and finite for any settings', () => {
    const types = ['highPass', 'lowPass', 'lowShelf', 'highShelf', 'bell', 'notch', 'tilt'] as const;
    const anyBand = fc.record({
      type: fc.constantFrom(...types),
      enabled: fc.constant(true),
      frequencyHz: fc.double({ min: 10, max: 40_000, noNaN: true }),
      gainDb: fc.double({ min: -24, max: 24, noNaN: true }),
      q: fc.double({ min: 0.1, max: 40, noNaN: true }),
      slopeDbPerOctave: fc.constantFrom(6, 12, 18, 24, 36, 48),
    });
    void fc.assert(
      fc.property(anyBand, fc.constantFrom(8000, 44_100, 192_000), (settings, sampleRate) => {
        const out = equalise([settings as EqBandSettings], noise(4096, 3), sampleRate);
        for (const x of out) expect(Math.abs(x)).toBeLessThan(1000);
      }),
      { numRuns: 150 },
    );
  });

  test('a setting changed while it plays makes no click', () => {
    const sampleRate = 48_000;
    const engine = engineWith([band('bell')], sampleRate);
    const input = sine(sampleRate, sampleRate, 500, 0.5);
    const out = new Float32Array(sampleRate);
    const right = new Float32Array(sampleRate);
    const run = (from: number, to: number) => {
      const part = input.subarray(from, to);
      engine.process([part, part], out.subarray(from, to), right.subarray(from, to));
    };
    run(0, 20_000);
    const settings = neutralMaster();
    settings.limiter.enabled = false;
    settings.eq = {
      enabled: true,
      phase: 'minimum',
      bands: [band('bell', { frequencyHz: 500, gainDb: 12 }), band('highPass')],
    };
    engine.setSettings(settings);
    run(20_000, sampleRate);
    // A sine of 500 Hz and amplitude 2 moves by at most 0.13 per sample; a click moves further.
    for (let i = 2000; i < sampleRate; i++) expect(Math.abs(out[i]! - out[i - 1]!)).toBeLessThan(0.15);
    const settled = measureSine(out, sampleRate, 500, 40_000);
    const expected = db(analogueMagnitude(band('highPass'), 500)) + 12;
    expect(db(settled.amplitude / 0.5)).toBeCloseTo(expected, 1);
    expect(settled.residualRms).toBeLessThan(1e-5);
  });
});
