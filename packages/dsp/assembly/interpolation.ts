import { PI, besselI0, sin } from './math';
import { allocate } from './memory';

// The one interpolator behind true-peak metering and limiting: a Kaiser-windowed sinc at 16 times the sample rate,
// TAPS samples per point, so that what the limiter guarantees is what the meter reads. Every fourth phase is the
// 4× interpolation BS.1770-5 Annex 2 asks for.

export const TAPS: i32 = 24;
export const PHASES: i32 = 16;
/** A point between x[n] and x[n + 1] uses x[n − BEFORE] … x[n + AFTER]. */
export const BEFORE: i32 = 11;
export const AFTER: i32 = 12;
/** Least attenuation 70 dB; −6 dB at Nyquist. */
const KAISER_BETA: f64 = 6.8;

/** Largest sum of absolute coefficients of a phase: no point exceeds this times the largest sample around it. */
export let GAIN_BOUND: f32 = 1.0;

/** f32 per phase and tap. */
const table: usize = makeTable();
/** The same, each value four times over, for time-parallel use. */
const splats: usize = makeSplats();

function makeTable(): usize {
  const at = allocate(<usize>(PHASES * TAPS) * 4);
  const norm = 1.0 / besselI0(KAISER_BETA);
  const half = <f64>TAPS / 2.0;
  const row = allocate(<usize>TAPS * 8);
  for (let phase = 0; phase < PHASES; phase++) {
    const fraction = <f64>phase / <f64>PHASES;
    let sum = 0.0;
    for (let tap = 0; tap < TAPS; tap++) {
      const distance = <f64>(tap - BEFORE) - fraction;
      const edge = distance / half;
      const window = edge * edge < 1.0 ? besselI0(KAISER_BETA * sqrt(1.0 - edge * edge)) * norm : 0.0;
      const sinc = abs(distance) < 1e-9 ? 1.0 : sin(PI * distance) / (PI * distance);
      const value = phase == 0 && tap != BEFORE ? 0.0 : sinc * window;
      store<f64>(row + (<usize>tap << 3), value);
      sum += value;
    }
    let absolute = 0.0;
    for (let tap = 0; tap < TAPS; tap++) {
      const value = <f32>(load<f64>(row + (<usize>tap << 3)) / sum);
      store<f32>(at + (<usize>(phase * TAPS + tap) << 2), value);
      absolute += abs(<f64>value);
    }
    GAIN_BOUND = max(GAIN_BOUND, <f32>(absolute * 1.00001));
  }
  return at;
}

function makeSplats(): usize {
  const count = PHASES * TAPS;
  const at = allocate(<usize>count * 16);
  for (let i = 0; i < count; i++) v128.store(at + (<usize>i << 4), f32x4.splat(load<f32>(table + (<usize>i << 2))));
  return at;
}

/** Coefficients of a phase: TAPS f32. */
// @ts-ignore: decorator
@inline
export function phaseTable(phase: i32): usize {
  return table + (<usize>(phase * TAPS) << 2);
}

/** Coefficients of a phase: TAPS v128 of four equal f32. */
// @ts-ignore: decorator
@inline
export function phaseSplats(phase: i32): usize {
  return splats + (<usize>(phase * TAPS) << 4);
}

/**
 * The larger magnitude of the points at 1/4, 2/4 and 3/4 after each of four consecutive samples; `at` is the address of
 * the first sample's earliest tap, x[n − BEFORE].
 */
// @ts-ignore: decorator
@inline
export function quarterPeaks(at: usize): v128 {
  const one = phaseSplats(4);
  const two = phaseSplats(8);
  const three = phaseSplats(12);
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  for (let tap: usize = 0; tap < <usize>TAPS; tap++) {
    const x = v128.load(at + (tap << 2));
    a = f32x4.add(a, f32x4.mul(x, v128.load(one + (tap << 4))));
    b = f32x4.add(b, f32x4.mul(x, v128.load(two + (tap << 4))));
    c = f32x4.add(c, f32x4.mul(x, v128.load(three + (tap << 4))));
  }
  return f32x4.pmax(f32x4.abs(a), f32x4.pmax(f32x4.abs(b), f32x4.abs(c)));
}

/** The largest magnitude of all points between a sample and the next; `at` as for `quarterPeaks`. */
export function allPhasesPeak(at: usize): f32 {
  let peak: f32 = 0;
  for (let phase = 1; phase < PHASES; phase++) {
    const row = phaseTable(phase);
    let sum = f32x4.splat(0);
    for (let tap: usize = 0; tap < <usize>TAPS * 4; tap += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(at + tap), v128.load(row + tap)));
    }
    const pair = f32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
    peak = max(peak, abs(f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1)));
  }
  return peak;
}
