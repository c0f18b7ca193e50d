import { PI, besselI0, sin } from './math';
import { allocate } from './memory';
import { LONG, LONG_TAPS, MEDIUM, SHORT, SHORT_TAPS, peakBetween, quarterPeaks } from './interpolation';
import { STANDARD_TAPS, standardPeak } from './standard-peak';

// What the limiter's guards hold against the ceiling: the largest reading any reasonable meter may get between a sample and
// the next. The long interpolator is expensive, so it is asked only where it could matter: near the ceiling, or where
// there is enough signal above 0.4 of the sample rate for it to read more than the short one.

/** Samples a detector may look at before and after a point's own sample. */
export const BEFORE: i32 = LONG_TAPS / 2 - 1;
export const AFTER: i32 = LONG_TAPS / 2;

/** Below this share of the ceiling at 4×, no point at 16× exceeds it: 1 / 0.9 > 1 / cos(π/8). */
export const FINE_FROM: f32 = 0.9;

const HIGH_TAPS: i32 = 24;
const highSplats: usize = makeHighPass();
/** The long interpolator reads at most this much more than the short one, per amplitude of the high-passed signal. */
const HIGH_WEIGHT: f32 = 2.0;
/**
 * What other meters may read on top, per amplitude of the high-passed signal: oversamplers that cut off at 0.95 of Nyquist
 * (SoX, soxr) ring there. On music, where that band is weak, this is a few thousandths of a decibel.
 */
export const ALLOWANCE: f32 = 0.25;
/** Samples before a point's own over which that amplitude is taken, and one less after: near Nyquist, samples beat. */
const HIGH_REACH: i32 = 16;

/** Windowed-sinc high-pass from 0.41 of the sample rate, 23 taps and a zero. */
function makeHighPass(): usize {
  const at = allocate(<usize>HIGH_TAPS * 16);
  const norm = 1.0 / besselI0(4.0);
  for (let tap = 0; tap < HIGH_TAPS - 1; tap++) {
    const distance = <f64>(tap - 11);
    const edge = distance / 12.0;
    const window = besselI0(4.0 * sqrt(1.0 - edge * edge)) * norm;
    const low = distance == 0.0 ? 0.74 : sin(0.74 * PI * distance) / (PI * distance);
    const value = (distance == 0.0 ? 1.0 : 0.0) - low * window;
    v128.store(at + (<usize>tap << 4), f32x4.splat(<f32>value));
  }
  return at;
}

/** Four consecutive samples of the high-passed signal, magnitudes; `at` is the earliest tap of the first. */
// @ts-ignore: decorator
@inline
function highMagnitudes(at: usize): v128 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  for (let tap: usize = 0; tap < <usize>HIGH_TAPS; tap += 2) {
    a = f32x4.add(a, f32x4.mul(v128.load(at + (tap << 2)), v128.load(highSplats + (tap << 4))));
    b = f32x4.add(b, f32x4.mul(v128.load(at + (tap << 2), 4), v128.load(highSplats + (tap << 4), 16)));
  }
  return f32x4.abs(f32x4.add(a, b));
}

/** SHORT's readings at 4× from each of four consecutive samples starting at `sample` to the next, both included. */
// @ts-ignore: decorator
@inline
export function coarsePeaks(sample: usize): v128 {
  const ends = f32x4.pmax(f32x4.abs(v128.load(sample)), f32x4.abs(v128.load(sample, 4)));
  return f32x4.pmax(ends, quarterPeaks(sample - ((SHORT_TAPS / 2 - 1) << 2)));
}

/**
 * Fills `out` with the amplitude of the signal above 0.41 of the sample rate around each of `frames` samples of two
 * channels: the largest magnitude from HIGH_REACH before to HIGH_REACH − 1 after. Needs room for HIGH_ROOM more.
 */
export function highAmplitudes(left: usize, right: usize, out: usize, frames: i32): void {
  const back = <usize>(HIGH_REACH + 11) << 2;
  const count = <usize>(frames + 2 * HIGH_REACH) << 2;
  for (let i: usize = 0; i < count; i += 16) {
    v128.store(out + i, f32x4.pmax(highMagnitudes(left - back + i), highMagnitudes(right - back + i)));
  }
  // Doubling: after the pass with step s every place holds the largest of the 2 s from itself on.
  for (let step: usize = 4; step < <usize>(2 * HIGH_REACH) << 2; step <<= 1) {
    for (let i: usize = 0; i < count - step; i += 16) {
      v128.store(out + i, f32x4.pmax(v128.load(out + i), v128.load(out + i + step)));
    }
  }
}

export const HIGH_ROOM: i32 = 2 * HIGH_REACH + 8;

/** Which of four samples need `finePeak`. */
// @ts-ignore: decorator
@inline
export function suspects(coarse: v128, high: v128, ceiling: f32): v128 {
  const possible = f32x4.add(coarse, f32x4.mul(high, f32x4.splat(HIGH_WEIGHT)));
  return f32x4.gt(possible, f32x4.splat(ceiling * FINE_FROM));
}

/** The largest reading between the sample at `sample` and the next. */
export function finePeak(sample: usize, ceiling: f32): f32 {
  const from = ceiling * FINE_FROM;
  const own = max(peakBetween(SHORT, sample, from), max(peakBetween(MEDIUM, sample, from), peakBetween(LONG, sample, from)));
  return max(own, standardPeak(sample - ((STANDARD_TAPS / 2 - 1) << 2)));
}
