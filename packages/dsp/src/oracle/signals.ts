/** Test signals; all made here, none recorded. Levels in dBFS of the peak unless stated. */

export const sine = (frames: number, sampleRate: number, hz: number, amplitude = 1, phase = 0): Float32Array =>
  Float32Array.from({ length: frames }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate + phase));

/** Seeded uniform numbers in [0, 1): mulberry32. */
export const randomSource = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

export const noise = (frames: number, seed: number, amplitude = 1): Float32Array => {
  const random = randomSource(seed);
  return Float32Array.from({ length: frames }, () => amplitude * (2 * random() - 1));
};

/** Noise that falls by 6 dB/oct above 1/60 of the sample rate, with bursts: something like music. */
export const musicLike = (frames: number, seed: number, amplitude = 0.5): Float32Array => {
  const random = randomSource(seed);
  let low = 0;
  let envelope = 0;
  return Float32Array.from({ length: frames }, (_, i) => {
    low += 0.1 * (2 * random() - 1 - low);
    if (i % 9600 === 0) envelope = 0.3 + 0.7 * random();
    envelope *= 0.9999;
    return 4 * amplitude * envelope * low;
  });
};

export const impulse = (frames: number, at = 0, amplitude = 1): Float32Array => {
  const samples = new Float32Array(frames);
  samples[at] = amplitude;
  return samples;
};

export const concat = (...parts: Float32Array[]): Float32Array => {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** Amplitude and phase of one frequency in the samples from `from` on, by least squares, and what is left over, RMS. */
export const measureSine = (
  samples: Float32Array,
  sampleRate: number,
  hz: number,
  from = 0,
  to = samples.length,
): { amplitude: number; phase: number; residualRms: number } => {
  let ss = 0;
  let sc = 0;
  let cc = 0;
  let ys = 0;
  let yc = 0;
  const w = (2 * Math.PI * hz) / sampleRate;
  for (let i = from; i < to; i++) {
    const s = Math.sin(w * i);
    const c = Math.cos(w * i);
    const y = samples[i]!;
    ss += s * s;
    sc += s * c;
    cc += c * c;
    ys += y * s;
    yc += y * c;
  }
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  let rest = 0;
  for (let i = from; i < to; i++) rest += (samples[i]! - a * Math.sin(w * i) - b * Math.cos(w * i)) ** 2;
  return { amplitude: Math.hypot(a, b), phase: Math.atan2(b, a), residualRms: Math.sqrt(rest / (to - from)) };
};

export const db = (amplitude: number): number => 20 * Math.log10(amplitude);

export const rmsDb = (samples: Float32Array): number =>
  10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

/** The largest difference of any two samples at the same place. */
export const worstDifference = (a: readonly Float32Array[], b: readonly Float32Array[]): number => {
  let worst = 0;
  a.forEach((channel, c) => {
    channel.forEach((x, i) => {
      worst = Math.max(worst, Math.abs(x - b[c]![i]!));
    });
  });
  return worst;
};
