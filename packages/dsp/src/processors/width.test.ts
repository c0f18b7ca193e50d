import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { magnitudeAt } from '../oracle/fir.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run, type Stereo } from '../oracle/run.ts';
import { db, impulse, measureSine, noise, sine } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { neutralWidth, type WidthSettings } from './width.ts';

const dsp = await loadDspFromDisk();
const rate = 48_000;
const width = (change: Partial<WidthSettings>) => ({
  kind: 'width' as const,
  settings: { ...neutralWidth(), enabled: true, ...change },
});
const engineWith = (change: Partial<WidthSettings>) =>
  new ProcessorEngine(dsp, { processor: width(change), sampleRate: rate });
const sum = ([left, right]: Stereo): Float32Array => left.map((x, i) => 0.5 * (x + right[i]!));
const difference = ([left, right]: Stereo): Float32Array => left.map((x, i) => 0.5 * (x - right[i]!));

describe('width', () => {
  testProcessorProperties(dsp, {
    busy: width({ width: 1.4, monoBelowHz: 120 }),
    neutral: { kind: 'width', settings: neutralWidth() },
  });

  test.each([0, 0.5, 1.3, 2])('%f multiplies side and leaves mid', (factor) => {
    const input: Stereo = [noise(4096, 1), noise(4096, 2)];
    const out = run(engineWith({ width: factor }), input);
    const [mid, side] = [sum(input), difference(input)];
    for (let i = 0; i < mid.length; i++) {
      expect(out[0][i]!).toBeCloseTo(mid[i]! + factor * side[i]!, 6);
      expect(out[1][i]!).toBeCloseTo(mid[i]! - factor * side[i]!, 6);
    }
  });

  test('mono below: side falls like a Linkwitz–Riley high-pass, mid and the mono sum keep their level', () => {
    const frames = 16_384;
    const x = impulse(frames);
    const mid = sum(run(engineWith({ monoBelowHz: 150 }), [x, x]));
    const side = difference(run(engineWith({ monoBelowHz: 150 }), [x, x.map((one) => -one)]));
    for (const hz of [30, 75, 150, 300, 1000, 10_000, 20_000]) {
      const ratio = (hz / 150) ** 4;
      expect(Math.abs(db(magnitudeAt(side, hz, rate)) - db(ratio / (1 + ratio))), `${hz} Hz`).toBeLessThan(0.02);
      expect(Math.abs(db(magnitudeAt(mid, hz, rate))), `${hz} Hz`).toBeLessThan(0.001);
    }
  });

  test('mono below: mid and side stay in phase, so a source hard left stays there above', () => {
    for (const hz of [60, 150, 400, 5000]) {
      const source = sine(rate, rate, hz, 0.5);
      const out = run(engineWith({ monoBelowHz: 150 }), [source, new Float32Array(rate)]);
      const middle = measureSine(sum(out), rate, hz, 24_000);
      const edge = measureSine(difference(out), rate, hz, 24_000);
      expect(Math.abs(Math.sin(middle.phase - edge.phase)), `${hz} Hz`).toBeLessThan(1e-4);
    }
    const left = sine(rate, rate, 3000, 0.5);
    const [, right] = run(engineWith({ monoBelowHz: 150 }), [left, new Float32Array(rate)]);
    expect(db(measureSine(right, rate, 3000, 24_000).amplitude)).toBeLessThan(-90);
  });

  test('it is switched on and off in small steps, also where its filter turns the wave', () => {
    const engine = engineWith({});
    const tone = sine(rate, rate, 50, 0.5);
    const out: Stereo = [new Float32Array(rate), new Float32Array(rate)];
    for (let from = 0, on = false; from < rate; from += 4000, on = !on) {
      engine.setSettings(width({ enabled: on, width: 0.2, monoBelowHz: 150 }));
      const part = (channel: Float32Array) => channel.subarray(from, from + 4000);
      engine.process([part(tone), part(tone)], part(out[0]), part(out[1]));
    }
    // The tone moves by 0.0033 a sample; a fade from it to its opposite over 10 ms adds 1.0 / 480.
    for (const channel of out) {
      for (let i = 1; i < rate; i++) expect(Math.abs(channel[i]! - channel[i - 1]!)).toBeLessThan(0.0055);
    }
  });

  test('width and frequency change without a click', () => {
    const engine = engineWith({ width: 1 });
    const input: Stereo = [sine(rate, rate, 300, 0.4), sine(rate, rate, 300, 0.4, 1)];
    const out: Stereo = [new Float32Array(rate), new Float32Array(rate)];
    for (const [from, change] of [
      [0, { width: 1 }],
      [16_000, { width: 2 }],
      [32_000, { width: 0.3, monoBelowHz: 200 }],
    ] as const) {
      engine.setSettings(width(change));
      const part = ([a, b]: Stereo): Stereo => [a.subarray(from, from + 16_000), b.subarray(from, from + 16_000)];
      engine.process(part(input), ...part(out));
    }
    // Amplitudes up to 0.7 at 300 Hz move by at most 0.028 per sample.
    for (const channel of out) {
      for (let i = 1; i < rate; i++) expect(Math.abs(channel[i]! - channel[i - 1]!)).toBeLessThan(0.04);
    }
  });
});
