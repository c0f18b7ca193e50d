import type { Block } from '../source.ts';

/** Taps on either side. */
export const shiftReach = 32;
const kaiserBeta = 10;

/**
 * Reads a signal between its samples: out[n] = x(n + fraction), by a Kaiser-windowed sinc of 64 taps, flat to 0.9 of the
 * Nyquist frequency within 0.001 dB. The blocks given are preceded by `shiftReach` frames and followed by as many.
 */
export function fractionalTaps(fraction: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * shiftReach }, (_, index) => {
    const x = index - shiftReach + 1 - fraction;
    const at = x / shiftReach;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return Math.abs(at) >= 1 ? 0 : sinc * (bessel0(kaiserBeta * Math.sqrt(1 - at * at)) / bessel0(kaiserBeta));
  });
  const sum = taps.reduce((all, tap) => all + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** `padded` is `2 × shiftReach` frames longer than the result. */
export function shiftBlock(padded: Block, taps: Float64Array): Block {
  return padded.map((plane) => {
    const out = new Float32Array(plane.length - 2 * shiftReach);
    for (let frame = 0; frame < out.length; frame += 1) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap += 1) sum += taps[tap]! * plane[frame + tap + 1]!;
      out[frame] = sum;
    }
    return out;
  });
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
