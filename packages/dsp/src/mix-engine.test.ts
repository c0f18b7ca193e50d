import { describe, expect, test } from 'vitest';
import { MixEngine } from './mix-engine.ts';
import { neutralDelay, neutralMix, neutralReverb } from './neutral-settings.ts';
import { loadDspFromDisk } from './node.ts';
import { busyMix } from './oracle/busy-settings.ts';
import { echo } from './oracle/delay.ts';
import { impulse, musicLike, noise, rmsDb } from './oracle/signals.ts';
import type { DelaySettings, MixSettings } from './settings.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const run = (settings: MixSettings, inputs: (Float32Array[] | null)[], frames: number) => {
  const stripChannels = inputs.map((input) => input?.length ?? 2);
  const engine = new MixEngine(dsp, { settings, sampleRate, stripChannels });
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  engine.process(inputs, left, right);
  return { engine, left, right };
};

const oneStrip = (change: Partial<MixSettings['strips'][number]>): MixSettings => {
  const mix = neutralMix(['a']);
  mix.strips[0] = { ...mix.strips[0]!, ...change };
  return mix;
};

describe('unity', () => {
  test('the neutral mix nulls against the plain sum below −140 dBFS', () => {
    const stems = Array.from({ length: 12 }, (_, n) => [musicLike(20_000, n, 0.2), noise(20_000, n, 0.05)]);
    const { left, right } = run(neutralMix(stems.map((_, n) => `${n}`)), stems, 20_000);
    const residual = (out: Float32Array, c: number) =>
      out.map((x, i) => x - stems.reduce((sum, stem) => sum + stem[c]![i]!, 0));
    expect(rmsDb(residual(left, 0))).toBeLessThan(-140);
    expect(rmsDb(residual(right, 1))).toBeLessThan(-140);
  });

  test('one strip passes bit by bit, without delay', () => {
    const stem = [noise(5000, 1), noise(5000, 2)];
    const { engine, left, right } = run(neutralMix(['a']), [stem], 5000);
    expect([left, right]).toEqual(stem);
    expect([engine.latencyFrames, engine.tailFrames]).toEqual([0, 0]);
  });

  test('a mono stem in the centre comes out of both sides at 0 dB', () => {
    const stem = noise(5000, 1);
    const { left, right } = run(neutralMix(['a']), [[stem]], 5000);
    expect(left).toEqual(stem);
    expect(right).toEqual(stem);
  });

  test('a strip without input is silent', () => {
    const { left } = run(neutralMix(['a', 'b']), [null, [impulse(100), impulse(100)]], 100);
    expect(left[0]).toBe(1);
    expect(left.subarray(1).every((x) => x === 0)).toBe(true);
  });
});

describe('pan and faders', () => {
  const gains = (change: Parameters<typeof oneStrip>[0], channels: number) => {
    const stem = Array.from({ length: channels }, () => impulse(4));
    const { left, right } = run(oneStrip(change), [stem], 4);
    return [left[0]!, right[0]!];
  };

  test.each([-1, -0.5, -0.2, 0, 0.3, 0.7, 1])('mono at %d: constant power', (pan) => {
    const [left, right] = gains({ pan }, 1);
    expect(left! ** 2 + right! ** 2).toBeCloseTo(2, 6);
    expect(Math.sign(right! - left!)).toBe(Math.sign(pan));
  });

  test('hard sides', () => {
    expect(gains({ pan: -1 }, 1)).toEqual([Math.fround(Math.SQRT2), 0]);
    expect(gains({ pan: 1 }, 2)).toEqual([0, 1]);
    expect(gains({ pan: -1 }, 2)).toEqual([1, 0]);
  });

  test('stereo balance leaves the near side alone', () => {
    const [left, right] = gains({ pan: 0.5 }, 2);
    expect(right).toBe(1);
    expect(left).toBeCloseTo(Math.SQRT1_2, 6);
  });

  test('trim, polarity and fader multiply', () => {
    expect(gains({ trimDb: 6, faderDb: -12, polarityInverted: true }, 2)[0]).toBeCloseTo(-(10 ** (-6 / 20)), 6);
    expect(gains({ faderDb: null }, 2)).toEqual([0, 0]);
    expect(gains({ mute: true }, 2)).toEqual([0, 0]);
  });

  test('solo silences the others', () => {
    const mix = neutralMix(['a', 'b']);
    mix.strips[1]!.solo = true;
    const { left } = run(
      mix,
      [
        [impulse(4, 0), impulse(4, 0)],
        [impulse(4, 1), impulse(4, 1)],
      ],
      4,
    );
    expect([...left]).toEqual([0, 1, 0, 0]);
  });

  test('a fader moved while it plays makes no step', () => {
    const mix = neutralMix(['a']);
    const engine = new MixEngine(dsp, { settings: mix, sampleRate, stripChannels: [2] });
    const dc = new Float32Array(2000).fill(1);
    const left = new Float32Array(2000);
    const right = new Float32Array(2000);
    const process = (from: number, to: number) => {
      const part = dc.subarray(from, to);
      engine.process([[part, part]], left.subarray(from, to), right.subarray(from, to));
    };
    process(0, 300);
    mix.strips[0]!.mute = true;
    engine.setSettings(mix);
    process(300, 1000);
    mix.strips[0]!.mute = false;
    engine.setSettings(mix);
    process(1000, 2000);
    expect([left[299], left[900], left[1999]]).toEqual([1, 0, 1]);
    for (let i = 1; i < 2000; i++) expect(Math.abs(left[i]! - left[i - 1]!)).toBeLessThan(0.0025);
  });
});

describe('returns', () => {
  const wetOnly = (mix: MixSettings, input: Float32Array[], frames: number) => {
    const dry = run(oneStrip({}), [input], frames);
    const { left, right, engine } = run(mix, [input], frames);
    return { left: left.map((x, i) => x - dry.left[i]!), right: right.map((x, i) => x - dry.right[i]!), engine };
  };

  test.each([true, false])('delay (ping-pong %s) agrees with its plain twin', (pingPong) => {
    const mix = oneStrip({ sends: [{ to: 'delay', levelDb: 0, position: 'post' }] });
    const delay: DelaySettings = { ...neutralDelay(), timeMs: 37, feedback: 0.6, pingPong };
    mix.returns[1]!.effect = delay;
    const input: [Float32Array, Float32Array] = [impulse(20_000, 5), impulse(20_000, 9, 0.5)];
    const { left, right } = wetOnly(mix, input, 20_000);
    const [expectedLeft, expectedRight] = echo(input, delay, sampleRate);
    left.forEach((x, i) => {
      expect(Math.abs(x - expectedLeft[i]!)).toBeLessThan(1e-6);
      expect(Math.abs(right[i]! - expectedRight[i]!)).toBeLessThan(1e-6);
    });
  });

  test.each([0.5, 1.5, 3])('reverb falls by 60 dB in %d s', (decaySeconds) => {
    const mix = oneStrip({ sends: [{ to: 'reverb', levelDb: 0, position: 'post' }] });
    mix.returns[0]!.effect = { ...neutralReverb(), decaySeconds, damping: 0, preDelayMs: 0 };
    const frames = Math.ceil(1.2 * decaySeconds * sampleRate);
    const { left } = wetOnly(mix, [impulse(frames), impulse(frames)], frames);
    const levelAt = (seconds: number) => {
      const at = Math.round(seconds * sampleRate);
      return rmsDb(left.subarray(at, at + 4800));
    };
    const fall = levelAt(0.2 * decaySeconds) - levelAt(0.9 * decaySeconds);
    expect(fall / 0.7).toBeGreaterThan(54);
    expect(fall / 0.7).toBeLessThan(70);
  });

  test('reverb waits for its pre-delay, is decorrelated, and dies within its tail', () => {
    const mix = oneStrip({ sends: [{ to: 'reverb', levelDb: 0, position: 'post' }] });
    mix.returns[0]!.effect = { ...neutralReverb(), decaySeconds: 0.8, preDelayMs: 50 };
    const { engine } = run(mix, [[impulse(4), impulse(4)]], 4);
    const frames = engine.tailFrames + 4800;
    expect(frames).toBeGreaterThan(0.8 * sampleRate);
    const { left, right } = wetOnly(mix, [impulse(frames), impulse(frames)], frames);
    expect(left.subarray(0, 2399).every((x) => x === 0)).toBe(true);
    expect(rmsDb(left.subarray(2400, 12_000))).toBeGreaterThan(-60);
    expect(rmsDb(left.subarray(engine.tailFrames))).toBeLessThan(-140);
    const correlation =
      left.reduce((sum, x, i) => sum + x * right[i]!, 0) /
      Math.sqrt(left.reduce((sum, x) => sum + x * x, 0) * right.reduce((sum, x) => sum + x * x, 0));
    expect(Math.abs(correlation)).toBeLessThan(0.3);
  });

  test('its width changes while it rings without a step', () => {
    const mix = oneStrip({ faderDb: null, sends: [{ to: 'reverb', levelDb: 0, position: 'pre' }] });
    mix.returns[0]!.effect = { ...neutralReverb(), width: 1, decaySeconds: 2 };
    const engine = new MixEngine(dsp, { settings: mix, sampleRate, stripChannels: [2] });
    const frames = 48_000;
    const tone = Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 60 * i) / sampleRate));
    const [left, right] = [new Float32Array(frames), new Float32Array(frames)];
    const process = (from: number, to: number) => {
      const part = tone.subarray(from, to);
      engine.process([[part, part.map((x) => -x)]], left.subarray(from, to), right.subarray(from, to));
    };
    const steepest = (from: number, to: number) =>
      Math.max(...left.subarray(from, to).map((x, i) => Math.abs(x - left[from + i - 1]!)));
    process(0, 40_000);
    mix.returns[0]!.effect = { ...neutralReverb(), width: 0, decaySeconds: 2 };
    engine.setSettings(mix);
    process(40_000, frames);
    const steady = steepest(30_000, 40_000);
    expect(steady).toBeGreaterThan(0.0005);
    expect(steepest(39_990, frames)).toBeLessThan(2 * steady);
    expect(left[frames - 1]).toBeCloseTo(right[frames - 1]!, 6);
  });

  test('damping takes the high frequencies first, width 0 makes it mono', () => {
    const mix = oneStrip({ sends: [{ to: 'reverb', levelDb: 0, position: 'post' }] });
    mix.returns[0]!.effect = { ...neutralReverb(), damping: 1, width: 0, decaySeconds: 2 };
    const { left, right } = wetOnly(mix, [impulse(48_000), impulse(48_000)], 48_000);
    left.forEach((x, i) => {
      expect(Math.abs(x - right[i]!)).toBeLessThan(1e-7);
    });
    const steps = left.map((x, i) => x - (left[i - 1] ?? 0));
    // The difference signal weighs high frequencies: its level falls faster than the signal's own.
    const fall = (samples: Float32Array) =>
      rmsDb(samples.subarray(4800, 9600)) - rmsDb(samples.subarray(38_400, 43_200));
    expect(fall(steps) - fall(left)).toBeGreaterThan(2);
  });
});

describe('hostile input', () => {
  test('NaN, infinities and denormals in one stem poison nothing', () => {
    const ids = ['a', 'b'];
    const good = [musicLike(30_000, 1), musicLike(30_000, 2)];
    const bad = good.map((channel) => {
      const samples = channel.slice();
      samples.fill(Number.NaN, 100, 200);
      samples.fill(Number.NEGATIVE_INFINITY, 200, 300);
      samples.fill(3.4e38, 300, 400);
      samples.fill(1e-44, 400, 5000);
      return samples;
    });
    const { left, right } = run(busyMix(ids), [bad, good], 30_000);
    expect(left.every(Number.isFinite) && right.every(Number.isFinite)).toBe(true);
    expect(Math.max(...left.map(Math.abs))).toBeLessThan(4);
    expect(rmsDb(left.subarray(20_000))).toBeGreaterThan(-60);
  });

  test('refuses settings that do not fit', () => {
    const engine = new MixEngine(dsp, { settings: neutralMix(['a']), sampleRate, stripChannels: [2] });
    expect(() => engine.setSettings(neutralMix(['a', 'b']))).toThrow('number of strips');
    expect(() => engine.setSettings(oneStrip({ pan: Number.NaN }))).toThrow('not a number');
    expect(() => new MixEngine(dsp, { settings: neutralMix(['a']), sampleRate: 4000, stripChannels: [2] })).toThrow(
      'kHz',
    );
  });
});
