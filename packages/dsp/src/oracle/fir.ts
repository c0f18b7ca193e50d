import type { ToneCurvePoint } from '../processors/tone-curve.ts';

/** Twins of assembly/convolver.ts, fir-design.ts and tone-curve.ts: convolution and design by their definitions. */

/** Direct convolution of a burst; as long as the response and the burst together. */
export const convolve = (burst: ArrayLike<number>, response: ArrayLike<number>): Float64Array => {
  const out = new Float64Array(burst.length + response.length);
  for (let k = 0; k < burst.length; k++)
    for (let n = 0; n < response.length; n++) out[n + k]! += burst[k]! * response[n]!;
  return out;
};

/** Level in dB at a frequency: Fritsch and Carlson's monotone cubic over log2 Hz, slopes by the weighted harmonic mean. */
export const curveDb = (points: ToneCurvePoint[], hz: number): number => {
  const x = points.map((point) => Math.log2(point.hz));
  const y = points.map((point) => point.db);
  const last = points.length - 1;
  if (last < 0) return 0;
  const pitch = Math.log2(hz);
  if (pitch <= x[0]!) return y[0]!;
  if (pitch >= x[last]!) return y[last]!;
  const width = (i: number) => x[i + 1]! - x[i]!;
  const secant = (i: number) => (y[i + 1]! - y[i]!) / width(i);
  const slope = (i: number): number => {
    if (i === 0 || i === last || secant(i - 1) * secant(i) <= 0) return 0;
    const before = width(i - 1);
    const after = width(i);
    return (3 * (before + after)) / ((2 * after + before) / secant(i - 1) + (after + 2 * before) / secant(i));
  };
  const i = x.findIndex((right, at) => at > 0 && pitch < right) - 1;
  const t = (pitch - x[i]!) / width(i);
  const h00 = 2 * t ** 3 - 3 * t ** 2 + 1;
  const h10 = t ** 3 - 2 * t ** 2 + t;
  const h01 = -2 * t ** 3 + 3 * t ** 2;
  const h11 = t ** 3 - t ** 2;
  return h00 * y[i]! + h10 * width(i) * slope(i) + h01 * y[i + 1]! + h11 * width(i) * slope(i + 1);
};

/** Magnitude of an impulse response at one frequency, by definition. */
export const magnitudeAt = (response: ArrayLike<number>, hz: number, sampleRate: number): number => {
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < response.length; i++) {
    real += response[i]! * Math.cos((2 * Math.PI * hz * i) / sampleRate);
    imaginary -= response[i]! * Math.sin((2 * Math.PI * hz * i) / sampleRate);
  }
  return Math.hypot(real, imaginary);
};
