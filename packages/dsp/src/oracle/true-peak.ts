/**
 * A true-peak meter unlike the engine's: `factor` times the rate, a Kaiser-windowed sinc of `taps` per point with a shape
 * of one's choice. Slow and plain.
 */
export const truePeakDb = (
  samples: Float32Array,
  { factor = 16, taps = 24, kaiserBeta = 6.8 }: { factor?: number; taps?: number; kaiserBeta?: number } = {},
): number => {
  const rows = Array.from({ length: factor }, (_, phase) => interpolator(phase / factor, taps, kaiserBeta));
  const padded = new Float64Array(samples.length + 2 * taps);
  padded.set(samples, taps);
  let peak = 0;
  for (let n = 0; n + taps <= padded.length; n++) {
    let around = 0;
    for (let k = 0; k < taps; k++) around = Math.max(around, Math.abs(padded[n + k]!));
    if (around * 5 < peak) continue;
    for (const row of rows) {
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += row[k]! * padded[n + k]!;
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return 20 * Math.log10(peak);
};

const interpolator = (fraction: number, taps: number, kaiserBeta: number): Float64Array => {
  const row = Float64Array.from({ length: taps }, (_, k) => {
    const distance = k - (taps / 2 - 1) - fraction;
    const edge = distance / (taps / 2);
    const window = edge * edge < 1 ? besselI0(kaiserBeta * Math.sqrt(1 - edge * edge)) : 0;
    return window * (Math.abs(distance) < 1e-12 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance));
  });
  const sum = row.reduce((a, b) => a + b, 0);
  return row.map((value) => value / sum);
};

export const besselI0 = (x: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 64; k++) {
    term *= (x * x) / (4 * k * k);
    sum += term;
  }
  return sum;
};
