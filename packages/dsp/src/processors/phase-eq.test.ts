import { describe, expect, test } from 'vitest';
import { analogueMagnitude } from '../analogue-magnitude.ts';
import { loadDspFromDisk } from '../node.ts';
import { magnitudeAt } from '../oracle/fir.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run, runAligned, type Stereo, sameBits } from '../oracle/run.ts';
import { db, impulse, measureSine, noise, rmsDb, sine } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import type { EqBandSettings } from '../settings.ts';
import { neutralPhaseEq, type PhaseEqSettings } from './phase-eq.ts';

const dsp = await loadDspFromDisk();

const band = (type: EqBandSettings['type'], change: Partial<EqBandSettings> = {}): EqBandSettings => ({
  type,
  enabled: true,
  frequencyHz: 1000,
  gainDb: 6,
  q: 0.71,
  ...change,
});

const eq = (bands: EqBandSettings[], phase: PhaseEqSettings['phase'] = 'minimum') => ({
  kind: 'eq' as const,
  settings: { enabled: true, phase, bands },
});

const engineWith = (bands: EqBandSettings[], phase: PhaseEqSettings['phase'] = 'minimum', sampleRate = 48_000) =>
  new ProcessorEngine(dsp, { processor: eq(bands, phase), sampleRate });

const sided: EqBandSettings[] = [
  band('highPass', { channel: 'side', frequencyHz: 120, slopeDbPerOctave: 24 }),
  band('bell', { gainDb: -4 }),
  band('highShelf', { channel: 'mid', frequencyHz: 8000, gainDb: 3 }),
];

/** Impulse response as heard on mid or on side. */
const respond = (engine: ProcessorEngine, channel: 'mid' | 'side', frames = 32_768): Float32Array => {
  const x = impulse(frames);
  return run(engine, [x, channel === 'mid' ? x : x.map((sample) => -sample)])[0];
};

describe.each(['minimum', 'linear'] as const)('EQ, %s phase', (phase) => {
  testProcessorProperties(dsp, { busy: eq(sided, phase), neutral: { kind: 'eq', settings: neutralPhaseEq() } });

  test.each(['mid', 'side'] as const)('bands for %s act there alone, those for stereo on both', (channel) => {
    const response = respond(engineWith(sided, phase), channel);
    for (const hz of [60, 200, 1000, 5000, 12_000, 18_000]) {
      const heard = sided.filter((one) => (one.channel ?? 'stereo') === 'stereo' || one.channel === channel);
      const expected = heard.reduce((product, one) => product * analogueMagnitude(one, hz), 1);
      expect(Math.abs(db(magnitudeAt(response, hz, 48_000)) - db(expected)), `${hz} Hz`).toBeLessThan(0.4);
    }
  });

  test('mid bands leave the side of the signal as it is', () => {
    const x = noise(12_000, 1, 0.25);
    const side: Stereo = [x, x.map((sample) => -sample)];
    const out = runAligned(engineWith([band('bell', { channel: 'mid', gainDb: 12 })], phase), side);
    out.forEach((channel, c) => {
      for (let i = 0; i < x.length; i++) expect(Math.abs(channel[i]! - side[c]![i]!)).toBeLessThan(1e-7);
    });
  });
});

describe('EQ', () => {
  test('linear phase has the level of minimum phase from 30 Hz to 20 kHz, within 0.02 dB', () => {
    const bands = [
      band('lowShelf', { frequencyHz: 100 }),
      band('bell', { q: 2 }),
      band('highShelf', { frequencyHz: 9000 }),
    ];
    const [minimum, linear] = (['minimum', 'linear'] as const).map((phase) => {
      const frames = 40_000;
      return run(engineWith(bands, phase), [impulse(frames), impulse(frames)])[0];
    });
    for (let hz = 30; hz < 20_000; hz *= 1.2) {
      const error = db(magnitudeAt(linear!, hz, 48_000)) - db(magnitudeAt(minimum!, hz, 48_000));
      expect(Math.abs(error), `${hz} Hz`).toBeLessThan(0.02);
    }
  });

  test('linear phase is symmetric around its latency', () => {
    const engine = engineWith([band('bell')], 'linear');
    const frames = engine.latencyFrames + 8192;
    const out = run(engine, [impulse(frames), new Float32Array(frames)])[0];
    for (let i = 1; i < 8000; i++) {
      expect(Math.abs(out[engine.latencyFrames + i]! - out[engine.latencyFrames - i]!)).toBeLessThan(1e-6);
    }
  });

  test('a stereo band has the same bits whether other bands could be for mid or side or not', () => {
    const input: Stereo = [noise(4096, 2), noise(4096, 3)];
    const resting = [
      band('bell', { channel: 'side', gainDb: 0 }),
      band('bell'),
      band('bell', { channel: 'mid', gainDb: 0 }),
    ];
    expect(sameBits(run(engineWith(resting), input), run(engineWith([band('bell')]), input))).toBe(true);
  });

  test('a mid band comes and goes without a click', () => {
    const frames = 48_000;
    const input = sine(frames, frames, 500, 0.5);
    const silence = new Float32Array(frames);
    const engine = engineWith([band('bell', { frequencyHz: 500 })]);
    const out: Stereo = [new Float32Array(frames), new Float32Array(frames)];
    const play = (from: number, to: number) => {
      const part = (channel: Float32Array) => channel.subarray(from, to);
      engine.process([part(input), part(silence)], part(out[0]), part(out[1]));
    };
    play(0, 15_000);
    engine.setSettings(eq([band('bell', { frequencyHz: 500 }), band('bell', { frequencyHz: 500, channel: 'mid' })]));
    play(15_000, 30_000);
    engine.setSettings(eq([band('bell', { frequencyHz: 500 })]));
    play(30_000, frames);
    for (const channel of out) {
      // At most 18 dB above 0.5 at 500 Hz would be 0.26 per sample; this one stays below 1.5 · 0.0654.
      for (let i = 2000; i < frames; i++) expect(Math.abs(channel[i]! - channel[i - 1]!)).toBeLessThan(0.11);
    }
    expect(rmsDb(out[1].subarray(12_000, 15_000))).toBeLessThan(-150);
    expect(rmsDb(out[1].subarray(40_000))).toBeLessThan(-150);
    expect(db(measureSine(out[0], frames, 500, 20_000, 29_000).amplitude / 0.5)).toBeCloseTo(9.55, 1);
  });

  test('a band that is taken away is gone', () => {
    const engine = engineWith([band('bell', { gainDb: 9 })]);
    const input: Stereo = [noise(9600, 4), noise(9600, 5)];
    run(engine, input);
    engine.setSettings(eq([]));
    run(engine, input);
    expect(sameBits(run(engine, input), input)).toBe(true);
  });

  test.each([
    ['bell', 0.6],
    ['lowShelf', 0.8],
    ['highShelf', 0.8],
  ] as const)('no cramping: a %s at 44.1 kHz is within %f dB of its prototype up to 20 kHz', (type, bound) => {
    for (const frequencyHz of [5000, 8000, 12_000, 16_000]) {
      for (const gainDb of [-6, 6]) {
        for (const q of [0.71, 1.4]) {
          const settings = band(type, { frequencyHz, gainDb, q });
          const response = respond(engineWith([settings], 'minimum', 44_100), 'mid', 2048);
          for (let hz = 1000; hz <= 20_000; hz += 1000) {
            const error = db(magnitudeAt(response, hz, 44_100)) - db(analogueMagnitude(settings, hz));
            expect(Math.abs(error), `${frequencyHz} Hz, ${gainDb} dB, Q ${q} at ${hz} Hz`).toBeLessThan(bound);
          }
        }
      }
    }
  });
});
