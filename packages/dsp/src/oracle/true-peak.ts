/** A true-peak meter: so many points per sample, each from `taps` samples, under a window. */
export type PeakMeter = {
  factor: number;
  taps: number;
  /** `hann` as libebur128 has it; else the shape of a Kaiser window. */
  window: 'hann' | { kaiserBeta: number };
};

/** The 16× meter with the engine's own filter; a plain twin of `assembly/interpolation.ts`. */
export const ownMeter: PeakMeter = { factor: 16, taps: 24, window: { kaiserBeta: 6.8 } };

/** Meters that the limiter's ceiling holds on, the engine's own and others, from short filters to long ones. */
export const peakMeters: Record<string, PeakMeter> = {
  '4×, 12 taps, Hann (libebur128)': { factor: 4, taps: 12, window: 'hann' },
  '16×, 20 taps, Kaiser 5 (resample_poly)': { factor: 16, taps: 20, window: { kaiserBeta: 5 } },
  '16×, 24 taps': ownMeter,
  '16×, 32 taps': { factor: 16, taps: 32, window: { kaiserBeta: 8 } },
  '16×, 48 taps': { factor: 16, taps: 48, window: { kaiserBeta: 8.5 } },
  '16×, 64 taps': { factor: 16, taps: 64, window: { kaiserBeta: 9 } },
  '16×, 128 taps': { factor: 16, taps: 128, window: { kaiserBeta: 7 } },
};

/** Reading of a meter over a whole channel with silence around it, dBTP. Slow and plain. */
export const truePeakDb = (samples: Float32Array, meter: PeakMeter = ownMeter): number => {
  const { factor, taps } = meter;
  const rows = Array.from({ length: factor }, (_, phase) => interpolator(phase / factor, meter));
  const bound = Math.max(...rows.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));
  const padded = new Float64Array(samples.length + 2 * taps);
  padded.set(samples, taps);
  let peak = samples.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  let around = 0;
  for (let n = 0; n + taps <= padded.length; n++) {
    // The largest of a stretch a little longer than the taps, renewed now and then.
    if (n % 16 === 0) {
      around = 0;
      for (let k = n; k < Math.min(padded.length, n + taps + 16); k++) around = Math.max(around, Math.abs(padded[k]!));
    }
    if (around * bound < peak) continue;
    for (const row of rows) {
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += row[k]! * padded[n + k]!;
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return 20 * Math.log10(peak);
};

const interpolator = (fraction: number, { taps, window }: PeakMeter): Float64Array => {
  const row = Float64Array.from({ length: taps }, (_, k) => {
    const distance = k - (taps / 2 - 1) - fraction;
    const edge = distance / (taps / 2);
    const sinc = Math.abs(distance) < 1e-12 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance);
    return sinc * (edge * edge < 1 ? shape(edge, window) : 0);
  });
  // libebur128 leaves its filter as the window makes it.
  if (window === 'hann') return row;
  const sum = row.reduce((a, b) => a + b, 0);
  return row.map((value) => value / sum);
};

const shape = (edge: number, window: PeakMeter['window']): number =>
  window === 'hann'
    ? 0.5 * (1 + Math.cos(Math.PI * edge))
    : besselI0(window.kaiserBeta * Math.sqrt(1 - edge * edge)) / besselI0(window.kaiserBeta);

export const besselI0 = (x: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 64; k++) {
    term *= (x * x) / (4 * k * k);
    sum += term;
  }
  return sum;
};
