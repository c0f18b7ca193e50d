/** Twin of assembly/resampler-filter.ts and both kernels that use it: every output frame by the sum that defines it. */

const pass = 0.907;
const attenuationDb = 156;
const beta = 0.1102 * (attenuationDb - 8.7);

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Output frames `from` … `to`, at the times n / toRate. Silence before and after the input. */
export function resample(input: Float32Array, fromRate: number, toRate: number, from: number, to: number) {
  const lower = Math.min(fromRate, toRate) / fromRate;
  const half = Math.ceil(0.5 * ((attenuationDb - 7.95) / (2.285 * Math.PI * (1 - pass) * lower) + 1));
  const cutoff = 0.5 * (1 + pass) * lower;
  return Float64Array.from({ length: to - from }, (_, n) => {
    // Whole frames and the rest apart: their sum would lose digits of the rest.
    const whole = Math.floor(((from + n) * fromRate) / toRate);
    const rest = ((from + n) * fromRate - whole * toRate) / toRate;
    let sum = 0;
    for (let k = -half; k <= half + 1; k++) {
      const distance = k - rest;
      if (Math.abs(distance) >= half) continue;
      const angle = Math.PI * cutoff * distance;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      const window = besselI0(beta * Math.sqrt(1 - (distance / half) ** 2)) / besselI0(beta);
      sum += (input[whole + k] ?? 0) * cutoff * sinc * window;
    }
    return sum;
  });
}
