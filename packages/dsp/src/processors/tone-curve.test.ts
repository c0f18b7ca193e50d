import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { convolve, curveDb, magnitudeAt } from '../oracle/fir.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run, runAligned, type Stereo } from '../oracle/run.ts';
import { db, impulse, noise, randomSource, rmsDb } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { neutralToneCurve, type ToneCurvePoint, type ToneCurveSettings } from './tone-curve.ts';

const dsp = await loadDspFromDisk();

/** Thirds of an octave from 20 Hz to 20 kHz, stepping at random by up to `stepDb`. */
const wander = (seed: number, stepDb: number): ToneCurvePoint[] => {
  const random = randomSource(seed);
  let level = 0;
  return Array.from({ length: 31 }, (_, i) => {
    level = Math.max(-12, Math.min(12, level + stepDb * (2 * random() - 1)));
    return { hz: 1000 * 2 ** ((i - 17) / 3), db: level };
  });
};

const toneCurve = (phase: ToneCurveSettings['phase'], mid: ToneCurvePoint[], side: ToneCurvePoint[] = mid) => ({
  kind: 'toneCurve' as const,
  settings: { enabled: true, phase, mid, side },
});

const engineWith = (phase: ToneCurveSettings['phase'], mid: ToneCurvePoint[], side = mid, sampleRate = 48_000) =>
  new ProcessorEngine(dsp, { processor: toneCurve(phase, mid, side), sampleRate });

const midAndSide = ([left, right]: Stereo): Float64Array[] => [
  Float64Array.from(left, (x, i) => x + right[i]!),
  Float64Array.from(left, (x, i) => x - right[i]!),
];

/** Responses of mid and side to an impulse, long enough for all of them. */
const respond = (engine: ProcessorEngine): Float64Array[] => {
  const frames = engine.latencyFrames + engine.tailFrames + 1;
  return midAndSide(run(engine, [impulse(frames), new Float32Array(frames)]));
};

describe.each(['linear', 'minimum'] as const)('tone curve, %s phase', (phase) => {
  testProcessorProperties(dsp, {
    busy: toneCurve(phase, wander(1, 3), wander(2, 3)),
    neutral: { kind: 'toneCurve', settings: neutralToneCurve() },
  });

  test.each([44_100, 48_000, 96_000])('at %d Hz the level is within 0.1 dB of the curve, 30 Hz to 18 kHz', (rate) => {
    const curves = [wander(3, 3), wander(4, 3)];
    const responses = respond(engineWith(phase, curves[0]!, curves[1]!, rate));
    responses.forEach((response, i) => {
      for (let hz = 30; hz < 18_000; hz *= 2 ** (1 / 6)) {
        const error = db(magnitudeAt(response, hz, rate)) - curveDb(curves[i]!, hz);
        expect(Math.abs(error), `${hz} Hz`).toBeLessThan(0.1);
      }
    });
  });

  test('is the convolution with its impulse response, below −140 dB', () => {
    const engine = engineWith(phase, wander(5, 3));
    const length = engine.latencyFrames + engine.tailFrames + 1;
    const response = run(engine, [impulse(length), new Float32Array(length)])[0];
    engine.reset();
    const burst = noise(1500, 6, 0.5);
    const input = new Float32Array(burst.length + length);
    input.set(burst);
    const out = run(engine, [input, new Float32Array(input.length)])[0];
    const direct = convolve(burst, response);
    const error = out.map((x, i) => x - direct[i]!);
    expect(rmsDb(error) - rmsDb(out)).toBeLessThan(-140);
  });

  test('flat curves give the input back, later by the latency exactly', () => {
    const input: Stereo = [noise(20_000, 7, 0.5), noise(20_000, 8, 0.5)];
    const engine = engineWith(phase, []);
    const out = runAligned(engine, input);
    out.forEach((channel, c) => {
      for (let i = 0; i < channel.length; i++) expect(Math.abs(channel[i]! - input[c]![i]!)).toBeLessThan(1e-7);
    });
  });

  test('mid and side do not leak into each other', () => {
    const lifted = [{ hz: 1000, db: 6 }];
    const source = noise(12_000, 9, 0.25);
    const mono = runAligned(engineWith(phase, lifted, []), [source, source]);
    expect(rmsDb(mono[0]) - rmsDb(source)).toBeCloseTo(6, 3);
    expect(rmsDb(Float32Array.from(mono[0], (x, i) => x - mono[1][i]!))).toBeLessThan(-150);
    const side = runAligned(engineWith(phase, lifted, []), [source, source.map((x) => -x)]);
    expect(rmsDb(side[0]) - rmsDb(source)).toBeCloseTo(0, 3);
  });

  test('a curve changed while it plays is faded to, without a click', () => {
    const engine = engineWith(phase, []);
    const input = Float32Array.from({ length: 60_000 }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 500 * i) / 48_000));
    const out = new Float32Array(input.length);
    const play = (from: number, to: number) => {
      const part = input.subarray(from, to);
      engine.process([part, part], out.subarray(from, to), new Float32Array(to - from));
    };
    play(0, 30_000);
    engine.setSettings(toneCurve(phase, [{ hz: 500, db: 6 }]));
    play(30_000, 60_000);
    // A sine of 500 Hz and amplitude 0.5 moves by at most 0.033 per sample.
    for (let i = 12_000; i < out.length; i++) expect(Math.abs(out[i]! - out[i - 1]!)).toBeLessThan(0.036);
    expect(rmsDb(out.subarray(50_000))).toBeCloseTo(rmsDb(input) + 6.02 - 0.02, 1);
  });
});

describe('tone curve', () => {
  test('linear phase is symmetric around its latency', () => {
    const engine = engineWith('linear', wander(10, 3));
    const latency = engine.latencyFrames;
    const [response] = respond(engine);
    for (let i = 1; i < 8000; i++) {
      expect(Math.abs(response![latency + i]! - response![latency - i]!)).toBeLessThan(1e-6);
    }
  });

  test('minimum phase answers within 6 ms, whatever the curve', () => {
    expect(engineWith('minimum', wander(11, 3)).latencyFrames).toBe(256);
    expect(engineWith('minimum', [], [], 96_000).latencyFrames).toBe(256);
  });

  test('refuses curves that go back', () => {
    const back = [
      { hz: 100, db: 0 },
      { hz: 100, db: 1 },
    ];
    expect(() => engineWith('linear', back)).toThrow('ascend');
  });
});
