import type { SaturationSettings } from '../processors/saturation.ts';

/** Plain twin of assembly/saturation.ts and oversampler.ts, without tape's emphasis and tube's DC filter: the curves. */
export const saturationCurve = (character: SaturationSettings['character'], x: number): number => {
  if (character === 'tape') return Math.tanh(x);
  if (character === 'tube') return (Math.tanh(x + 0.4) - Math.tanh(0.4)) / (1 - Math.tanh(0.4) ** 2);
  const size = Math.min(1.5, Math.abs(x));
  const t = Math.max(0, size - 0.5);
  return Math.sign(x) * (size - t ** 3 + t ** 4 / 2);
};

const besselI0 = (x: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 64; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
};

/** All 4 · pairs − 1 coefficients of a half-band filter for a Kaiser window of beta 10.06; gain 1 at DC. */
const halfBand = (pairs: number): number[] => {
  const sides = Array.from({ length: pairs }, (_, i) => {
    const distance = i + 0.5;
    const window = besselI0(10.06 * Math.sqrt(1 - (distance / pairs) ** 2)) / besselI0(10.06);
    return (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
  });
  const sum = 4 * sides.reduce((a, b) => a + b, 0);
  return Array.from({ length: 4 * pairs - 1 }, (_, n) => {
    const offset = Math.abs(n - (2 * pairs - 1));
    if (offset === 0) return 0.5;
    return offset % 2 ? sides[(offset - 1) / 2]! / sum : 0;
  });
};

const filter = (x: number[], taps: number[]): number[] =>
  x.map((_, n) => taps.reduce((sum, tap, k) => sum + (k <= n ? tap * x[n - k]! : 0), 0));

/** The wet signal before level compensation, `driven` in and out at the sample rate, 72 frames late. */
export const saturate = (driven: number[], character: SaturationSettings['character']): number[] => {
  const stages = [32, 7, 5].map(halfBand);
  let x = driven;
  for (const taps of stages) {
    x = filter(
      x.flatMap((sample) => [2 * sample, 0]),
      taps,
    );
  }
  x = x.map((sample) => saturationCurve(character, sample));
  stages.reverse().forEach((taps, i) => {
    x = filter(x, taps).filter((_, n) => n % 2 === 0);
    // One sample at four times the rate makes the delay whole frames.
    if (i === 0) x = [0, ...x.slice(0, -1)];
  });
  return x;
};
