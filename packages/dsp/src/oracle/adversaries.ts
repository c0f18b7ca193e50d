import { randomSource } from './signals.ts';

type Random = () => number;
/** Makes one channel: a function of the frame's index. */
type Adversary = (random: Random, frames: number) => (i: number) => number;

const turn = 2 * Math.PI;

/**
 * Signals that defeat limiters which look at samples, or at four times the rate with a moving gain. Each takes its shape
 * from `random`; most pass full scale.
 */
export const adversaries: Record<string, Adversary> = {
  'full-scale noise': (random) => () => 2 * random() - 1,
  'random signs': (random) => () => (random() < 0.5 ? -1 : 1),
  'square wave': (random) => {
    const step = 0.002 + 0.3 * random();
    return (i) => Math.sign(Math.sin(turn * step * i + 0.1));
  },
  'Nyquist with turns of phase': (random) => {
    const period = 2 + Math.floor(200 * random());
    return (i) => (i & 1 ? 1 : -1) * (Math.floor(i / period) & 1 ? 1 : -1);
  },
  clicks: (random) => () => (random() < 0.01 ? 4 * (2 * random() - 1) : 0),
  'one click': (random, frames) => {
    const at = Math.floor(frames * (0.2 + 0.6 * random()));
    const level = 8 * random();
    return (i) => (i === at ? level : 0);
  },
  'DC steps': (random) => {
    let level = 0;
    return () => {
      if (random() < 0.005) level = 2 * (2 * random() - 1);
      return level;
    };
  },
  'silence, then full scale': (random, frames) => {
    const step = 0.05 + 0.4 * random();
    return (i) => (i < frames / 3 ? 0 : 3 * Math.sin(turn * step * i));
  },
  'chirp to Nyquist': (random, frames) => {
    const power = 2 + Math.floor(2 * random());
    return (i) => 2 * Math.sin((turn * 0.5 * i ** power) / (power * frames ** (power - 1)));
  },
  'high sine': (random) => {
    const step = 0.2 + 0.29 * random();
    const phase = turn * random();
    return (i) => 1.5 * Math.sin(turn * step * i + phase);
  },
  'beating high sines': (random) => {
    const step = 0.3 + 0.19 * random();
    const beat = 0.05 * random();
    return (i) => 2 * Math.sin(turn * step * i) * Math.sin(turn * beat * i);
  },
  'gated noise': (random) => {
    let on = false;
    return () => {
      if (random() < 0.01) on = !on;
      return on ? 2 * (2 * random() - 1) : 0;
    };
  },
  // EBU Tech 3341 cases 15 to 19: peaks that fall between the samples.
  'sine of a simple fraction, out of phase': (random) => {
    const [divisor, degrees] = [
      [4, 0],
      [4, 45],
      [6, 60],
      [8, 67.5],
    ][Math.floor(4 * random())] as [number, number];
    const level = 0.5 + 2 * random();
    return (i) => level * Math.sin((turn * i) / divisor + (degrees * Math.PI) / 180);
  },
  // The highest inter-sample peak that samples of one magnitude can make: signs turn at the peak.
  'worst case between samples': (random, frames) => {
    const at = Math.floor(frames * (0.3 + 0.4 * random()));
    const reach = 4 + Math.floor(200 * random());
    return (i) => (Math.abs(i - at) > reach ? 0 : (i & 1 ? 1 : -1) * (i > at ? -1 : 1));
  },
  'clipped music': (random) => {
    let low = 0;
    const drive = 10 + 60 * random();
    return () => {
      low += 0.2 * (2 * random() - 1 - low);
      return Math.max(-1, Math.min(1, drive * 0.1 * low));
    };
  },
  'bursts of a sine': (random) => {
    const step = 0.001 + 0.48 * random();
    const period = 20 + Math.floor(500 * random());
    const level = 4 * random();
    return (i) => (i % period < period / 3 ? level * Math.sin(turn * step * i) : 0.05 * Math.sin(turn * 0.01 * i));
  },
};

/** One case of the limiter's fuzz; the same seed gives the same one. */
export type LimiterCase = {
  name: string;
  sampleRate: number;
  inputGainDb: number;
  limiter: { enabled: boolean; ceilingDbtp: number; releaseMs: number; lookAheadMs: number };
  input: [Float32Array, Float32Array];
};

const rates = [8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000];
const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/** Cases go round the adversaries; everything else is drawn from the seed. */
export const limiterCase = (seed: number, frames: number): LimiterCase => {
  const random = randomSource(7919 * seed + 1);
  const names = Object.keys(adversaries);
  const name = names[seed % names.length]!;
  const make = (): Float32Array => {
    const at = adversaries[name]!(random, frames);
    return Float32Array.from({ length: frames }, (_, i) => at(i));
  };
  return {
    name,
    sampleRate: rates[Math.floor(random() * rates.length)]!,
    inputGainDb: between(random, -6, 18),
    limiter: {
      enabled: true,
      ceilingDbtp: random() < 0.2 ? [0, -0.1, -1, -20][Math.floor(4 * random())]! : between(random, -12, 0),
      releaseMs: 10 ** between(random, 0, 3.3),
      lookAheadMs: 10 ** between(random, -0.3, 1),
    },
    input: [make(), make()],
  };
};
