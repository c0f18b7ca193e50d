import { describe, expect, test } from 'vitest';
import { LoudnessMeter } from './loudness-meter.ts';
import { MasterEngine } from './master-engine.ts';
import { neutralMaster } from './neutral-settings.ts';
import { loadDspFromDisk } from './node.ts';
import { impulse, measureSine, musicLike, noise, randomSource, sine } from './oracle/signals.ts';
import { truePeakDb } from './oracle/true-peak.ts';
import type { MasterSettings } from './settings.ts';

const dsp = await loadDspFromDisk();

/** Masters a whole signal; the output is as long as the input and starts with it. */
const master = (settings: MasterSettings, sampleRate: number, input: Float32Array[]) => {
  const engine = new MasterEngine(dsp, { settings, sampleRate });
  const frames = input[0]!.length + engine.latencyFrames;
  const [a, b] = input.map((channel) => {
    const padded = new Float32Array(frames);
    padded.set(channel);
    return padded;
  });
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  engine.process([a!, b!], left, right);
  return {
    engine,
    left: left.subarray(engine.latencyFrames),
    right: right.subarray(engine.latencyFrames),
    whole: left,
  };
};

const settingsWith = (inputGainDb: number, limiter: Partial<MasterSettings['limiter']> = {}): MasterSettings => {
  const settings = neutralMaster();
  settings.inputGainDb = inputGainDb;
  settings.limiter = { ...settings.limiter, ...limiter };
  return settings;
};

const meterDbtp = (sampleRate: number, channels: Float32Array[]): number => {
  const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
  meter.push(channels);
  return meter.result().truePeakDbtp;
};

describe('latency', () => {
  test.each([44_100, 48_000, 192_000])('is exact at %d Hz and the same for every setting', (sampleRate) => {
    const latencies = [0.5, 2, 10].map((lookAheadMs) => {
      const { engine, whole } = master(settingsWith(0, { lookAheadMs }), sampleRate, [
        impulse(64, 7, 0.5),
        new Float32Array(64),
      ]);
      expect(whole.indexOf(0.5)).toBe(engine.latencyFrames + 7);
      return engine.latencyFrames;
    });
    const off = master(settingsWith(0, { enabled: false }), sampleRate, [impulse(64, 7, 0.5), new Float32Array(64)]);
    expect(off.whole.indexOf(0.5)).toBe(off.engine.latencyFrames + 7);
    expect(new Set([...latencies, off.engine.latencyFrames]).size).toBe(1);
  });
});

describe('limiter', () => {
  test('leaves what is under the ceiling alone, bit by bit', () => {
    const input = [musicLike(30_000, 1, 0.3), musicLike(30_000, 2, 0.3)];
    const { left, right, engine } = master(settingsWith(0), 48_000, input);
    expect([left, right]).toEqual(input);
    expect(engine.takeGainReductions().limiterDb).toBe(0);
  });

  test('turns a steady sine down to the ceiling without distorting it', () => {
    const input = sine(96_000, 48_000, 997, 1);
    const { left } = master(settingsWith(6), 48_000, [input, input]);
    const { amplitude, residualRms } = measureSine(left, 48_000, 997, 48_000, 90_000);
    expect(20 * Math.log10(amplitude)).toBeCloseTo(-1.03, 2);
    expect(20 * Math.log10(residualRms)).toBeLessThan(-80);
  });

  test('the gain falls before the peak and comes back after it', () => {
    const sampleRate = 48_000;
    const input = new Float32Array(48_000).fill(0.25);
    input.fill(2, 10_000, 10_020);
    const { left } = master(settingsWith(0, { releaseMs: 50, lookAheadMs: 5 }), sampleRate, [input, input]);
    expect(left[9000]).toBe(0.25);
    expect(left[9990]).toBeLessThan(0.2);
    expect(left[10_100]).toBeLessThan(0.2);
    expect(left[10_000 + 0.5 * sampleRate]).toBeGreaterThan(0.245);
    for (let i = 1; i < left.length; i++) expect(left[i]!).toBeLessThanOrEqual(10 ** (-1 / 20));
  });

  test('NaN and infinities come out as nothing', () => {
    const input = musicLike(20_000, 3);
    input.fill(Number.NaN, 500, 600);
    input.fill(Number.POSITIVE_INFINITY, 600, 700);
    const { left, right } = master(settingsWith(12), 48_000, [input, input]);
    expect(left.every(Number.isFinite) && right.every(Number.isFinite)).toBe(true);
    expect(left.subarray(10_000).some((x) => Math.abs(x) > 0.01)).toBe(true);
  });
});

/** Signals that defeat limiters which look at samples, or at four times the rate with a moving gain. */
const adversaries: Record<string, (random: () => number, frames: number) => (i: number) => number> = {
  'full-scale noise': (random) => () => 2 * random() - 1,
  'random signs': (random) => () => (random() < 0.5 ? -1 : 1),
  'square wave': (random) => {
    const step = 0.002 + 0.3 * random();
    return (i) => Math.sign(Math.sin(2 * Math.PI * step * i + 0.1));
  },
  'Nyquist with turns of phase': (random) => {
    const period = 2 + Math.floor(200 * random());
    return (i) => (i & 1 ? 1 : -1) * (Math.floor(i / period) & 1 ? 1 : -1);
  },
  clicks: (random) => () => (random() < 0.01 ? 4 * (2 * random() - 1) : 0),
  'DC steps': (random) => {
    let level = 0;
    return () => {
      if (random() < 0.005) level = 2 * (2 * random() - 1);
      return level;
    };
  },
  'silence, then full scale': (random, frames) => {
    const step = 0.05 + 0.4 * random();
    return (i) => (i < frames / 3 ? 0 : 3 * Math.sin(2 * Math.PI * step * i));
  },
  sweep: (_, frames) => (i) => 2 * Math.sin((Math.PI * 0.5 * i * i) / frames),
  'high sine': (random) => {
    const step = 0.2 + 0.29 * random();
    const phase = 6 * random();
    return (i) => 1.5 * Math.sin(2 * Math.PI * step * i + phase);
  },
  'beating high sines': (random) => {
    const step = 0.3 + 0.19 * random();
    const beat = 0.05 * random();
    return (i) => 2 * Math.sin(2 * Math.PI * step * i) * Math.sin(2 * Math.PI * beat * i);
  },
  'gated noise': (random) => {
    let on = false;
    return () => {
      if (random() < 0.01) on = !on;
      return on ? 2 * (2 * random() - 1) : 0;
    };
  },
};

describe('the ceiling holds', () => {
  const rates = [8000, 44_100, 48_000, 96_000, 192_000];

  test.each(Object.keys(adversaries))('%s', (name) => {
    const frames = 4000;
    for (let seed = 0; seed < 10; seed++) {
      const random = randomSource(1000 * seed + name.length);
      const sampleRate = rates[seed % rates.length]!;
      const ceilingDbtp = [-0.1, -1, -3][seed % 3]!;
      const settings = settingsWith(3 * (seed % 5), {
        ceilingDbtp,
        releaseMs: [1, 20, 80, 500][seed % 4]!,
        lookAheadMs: [0.5, 2, 10][seed % 3]!,
      });
      const make = () => {
        const at = adversaries[name]!(random, frames);
        return Float32Array.from({ length: frames }, (_, i) => at(i));
      };
      const { left, right } = master(settings, sampleRate, [make(), make()]);
      const channels = [left, right];
      expect(meterDbtp(sampleRate, channels)).toBeLessThanOrEqual(ceilingDbtp);
      const read = (shape: Parameters<typeof truePeakDb>[1]) => Math.max(...channels.map((c) => truePeakDb(c, shape)));
      expect(read({ factor: 16 })).toBeLessThanOrEqual(ceilingDbtp + 0.02);
      if (seed < 4) {
        expect(read({ factor: 16, taps: 48, kaiserBeta: 8.5 })).toBeLessThanOrEqual(ceilingDbtp + 0.02);
        expect(read({ factor: 16, taps: 128, kaiserBeta: 7 })).toBeLessThanOrEqual(ceilingDbtp + 0.02);
      }
    }
  });

  test('on meters it was not made for, for signals with nothing above 0.42 of the rate', () => {
    const input = noise(20_000, 1, 1).map((_, i, x) => {
      // A crude low-pass: the mean of four neighbours.
      return 3 * ((x[i] ?? 0) + (x[i - 1] ?? 0) + (x[i - 2] ?? 0) + (x[i - 3] ?? 0)) * 0.25;
    });
    const { left } = master(settingsWith(6), 48_000, [input, input]);
    expect(truePeakDb(left, { factor: 16, taps: 20, kaiserBeta: 5 })).toBeLessThanOrEqual(-0.98);
    expect(truePeakDb(left, { factor: 8, taps: 32, kaiserBeta: 12 })).toBeLessThanOrEqual(-0.98);
  });
});
