import { PI, besselI0, sin } from './math';
import { allocate, make } from './memory';

// Interpolators behind true-peak metering and limiting (BS.1770-5 Annex 2): Kaiser-windowed sincs at 16 times the sample
// rate, −6 dB at Nyquist. Every fourth phase is the 4× interpolation the standard asks for.
//
// How high a signal peaks between its samples is well defined up to some 0.4 of the sample rate. Beyond, every meter's
// filter gives an answer of its own, by more than 1 dB on noise. The meter reads SHORT; the limiter heeds SHORT, MEDIUM,
// LONG (close to the ideal sinc) and the filter printed in the standard, so that meters unlike ours agree that it limits.

export const PHASES: i32 = 16;

/** A point between x[n] and x[n + 1] uses x[n − half + 1] … x[n + half], half = taps / 2. */
@unmanaged
export class Interpolator {
  taps: i32;
  /** f32 per phase and tap. */
  table: usize;
  /** The same, each value four times over, for time-parallel use. */
  splats: usize;
  /** Largest sum of absolute coefficients of a phase: no point exceeds this times the largest sample around it. */
  bound: f32;
  /**
   * No quarter point between two samples exceeds the larger of them by more than this times the largest second difference
   * x[n − 1] − 2 x[n] + x[n + 1] among the taps: a bound far tighter than the largest sample where the signal is smooth.
   */
  bend: f32;

  // @ts-ignore: decorator
  @inline
  row(phase: i32): usize {
    return this.table + (<usize>(phase * this.taps) << 2);
  }
}

function makeInterpolator(taps: i32, kaiserBeta: f64): Interpolator {
  const it = make<Interpolator>();
  it.taps = taps;
  it.table = allocate(<usize>(PHASES * taps) * 4);
  it.splats = allocate(<usize>(PHASES * taps) * 16);
  const row = allocate(<usize>taps * 8);
  for (let phase = 0; phase < PHASES; phase++) {
    const sum = writeRow(row, taps, <f64>phase / <f64>PHASES, kaiserBeta);
    let absolute = 0.0;
    for (let tap = 0; tap < taps; tap++) {
      const value = <f32>(load<f64>(row + (<usize>tap << 3)) / sum);
      const index = <usize>(phase * taps + tap);
      store<f32>(it.table + (index << 2), value);
      v128.store(it.splats + (index << 4), f32x4.splat(value));
      absolute += abs(<f64>value);
    }
    it.bound = max(it.bound, <f32>(absolute * 1.00001));
    if (phase % 4 == 0) it.bend = max(it.bend, bendOf(row, taps, sum));
  }
  return it;
}

/**
 * A phase minus the linear interpolation of the same centre of gravity has no sum and no first moment left, so it is some
 * filter g over second differences; the sum of |g| bounds what the phase adds to a point on the line between two samples.
 */
function bendOf(row: usize, taps: i32, sum: f64): f32 {
  let moment = 0.0;
  for (let tap = 0; tap < taps; tap++) moment += (load<f64>(row + (<usize>tap << 3)) / sum) * <f64>(tap - taps / 2 + 1);
  let once = 0.0;
  let twice = 0.0;
  let absolute = 0.0;
  for (let tap = 0; tap < taps; tap++) {
    let value = load<f64>(row + (<usize>tap << 3)) / sum;
    if (tap == taps / 2 - 1) value -= 1.0 - moment;
    if (tap == taps / 2) value -= moment;
    once += value;
    twice += once;
    absolute += abs(twice);
  }
  return <f32>(absolute * 1.0001);
}

/** Writes the windowed sinc around a point `fraction` after tap half − 1, f64; returns its sum. */
function writeRow(row: usize, taps: i32, fraction: f64, kaiserBeta: f64): f64 {
  const half = <f64>(taps / 2);
  const norm = 1.0 / besselI0(kaiserBeta);
  let sum = 0.0;
  for (let tap = 0; tap < taps; tap++) {
    const distance = <f64>(tap - taps / 2 + 1) - fraction;
    const edge = distance / half;
    const window = edge * edge < 1.0 ? besselI0(kaiserBeta * sqrt(1.0 - edge * edge)) * norm : 0.0;
    let sinc = 1.0;
    if (fraction == 0.0) sinc = distance == 0.0 ? 1.0 : 0.0;
    else sinc = sin(PI * distance) / (PI * distance);
    store<f64>(row + (<usize>tap << 3), sinc * window);
    sum += sinc * window;
  }
  return sum;
}

/** Flat to 0.4 of the sample rate; 70 dB of image rejection. */
export const SHORT_TAPS: i32 = 24;
export const SHORT: Interpolator = makeInterpolator(SHORT_TAPS, 6.8);
/** Flat to 0.44 of the sample rate. */
export const MEDIUM_TAPS: i32 = 48;
export const MEDIUM: Interpolator = makeInterpolator(MEDIUM_TAPS, 8.5);
/** Flat to 0.48 of the sample rate. */
export const LONG_TAPS: i32 = 128;
export const LONG: Interpolator = makeInterpolator(LONG_TAPS, 7.0);

/**
 * The larger magnitude of SHORT's points at 1/4, 2/4 and 3/4 after each of four consecutive samples; `at` is the address
 * of the first sample's earliest tap.
 */
// @ts-ignore: decorator
@inline
export function quarterPeaks(at: usize): v128 {
  const one = SHORT.splats + ((4 * SHORT_TAPS) << 4);
  const two = SHORT.splats + ((8 * SHORT_TAPS) << 4);
  const three = SHORT.splats + ((12 * SHORT_TAPS) << 4);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  for (let tap: usize = 0; tap < <usize>SHORT_TAPS; tap++) {
    const x = v128.load(at + (tap << 2));
    a = f32x4.add(a, f32x4.mul(x, v128.load(one + (tap << 4))));
    b = f32x4.add(b, f32x4.mul(x, v128.load(two + (tap << 4))));
    c = f32x4.add(c, f32x4.mul(x, v128.load(three + (tap << 4))));
  }
  return f32x4.pmax(f32x4.abs(a), f32x4.pmax(f32x4.abs(b), f32x4.abs(c)));
}

/** Magnitude of one point; `at` is the address of its earliest tap, `taps` a multiple of 8. */
// @ts-ignore: decorator
@inline
function pointMagnitude(at: usize, row: usize, taps: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  const end = row + (<usize>taps << 2);
  while (row < end) {
    a = f32x4.add(a, f32x4.mul(v128.load(at), v128.load(row)));
    b = f32x4.add(b, f32x4.mul(v128.load(at, 16), v128.load(row, 16)));
    at += 32;
    row += 32;
  }
  const sum = f32x4.add(a, b);
  const two = f32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
  return abs(f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1));
}

/**
 * The largest magnitude between the sample at `sample` and the next, both included. All 16 phases are looked at only if
 * one of the first four or the samples exceed `from`.
 */
export function peakBetween(it: Interpolator, sample: usize, from: f32): f32 {
  const at = sample - (<usize>(it.taps / 2 - 1) << 2);
  let peak = max(abs(load<f32>(sample)), abs(load<f32>(sample, 4)));
  for (let phase = 4; phase < PHASES; phase += 4) peak = max(peak, pointMagnitude(at, it.row(phase), it.taps));
  if (peak <= from) return peak;
  for (let phase = 1; phase < PHASES; phase++) {
    if (phase & 3) peak = max(peak, pointMagnitude(at, it.row(phase), it.taps));
  }
  return peak;
}
