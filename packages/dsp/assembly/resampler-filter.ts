import { PI, besselI0, sin } from './math';

// The filter of the resampler: a sinc under Kaiser's window. Its pass band ends at PASS of the lower Nyquist frequency and its
// stop band begins at that frequency itself, so nothing aliases anywhere.

/** 20 kHz at 44.1 kHz. */
const PASS: f64 = 0.907;
/** Stop-band attenuation the window is made for, and its shape after Kaiser: 0.1102 (A − 8.7). */
const ATTENUATION_DB: f64 = 156.0;
const KAISER_BETA: f64 = 0.1102 * (ATTENUATION_DB - 8.7);

/** Samples of the input that it takes for the transition between the bands. */
export function filterTaps(fromRate: i32, toRate: i32): f64 {
  const transition = (PI * (1.0 - PASS) * <f64>min(fromRate, toRate)) / <f64>fromRate;
  return (ATTENUATION_DB - 7.95) / (2.285 * transition) + 1.0;
}

/** In the middle of the transition; 1 is half the input's rate. */
export function filterCutoff(fromRate: i32, toRate: i32): f64 {
  return ((1.0 + PASS) * 0.5 * <f64>min(fromRate, toRate)) / <f64>fromRate;
}

/** Its response `distance` samples of the input from its middle, 1 there and 0 beyond `half`. Not scaled. */
export function filterValue(distance: f64, half: f64, cutoff: f64): f64 {
  const edge = distance / half;
  const window = edge * edge < 1.0 ? besselI0(KAISER_BETA * sqrt(1.0 - edge * edge)) / besselI0(KAISER_BETA) : 0.0;
  const angle = PI * cutoff * distance;
  return window * (abs(angle) < 1e-9 ? 1.0 : sin(angle) / angle);
}
