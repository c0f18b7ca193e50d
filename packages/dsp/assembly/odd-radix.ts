import { TWIDDLE, times, timesConjugate, timesI } from './twiddles';

// Passes of three, five and seven of the Fourier transform (fft.ts) by the sums that define them, equal cosines and sines
// taken together (H. J. Nussbaumer, "Fast Fourier Transform and Convolution Algorithms", 1982). Groups of `radix` parts of
// `bytes` each are changed in place. Backwards is forwards with the outputs in opposite order, twiddles conjugated and before.

const SIN_3: f64 = 0.8660254037844386;
const COS_5_1: f64 = 0.30901699437494745;
const COS_5_2: f64 = -0.8090169943749475;
const SIN_5_1: f64 = 0.9510565162951535;
const SIN_5_2: f64 = 0.5877852522924731;
const COS_7_1: f64 = 0.6234898018587335;
const COS_7_2: f64 = -0.22252093395631440;
const COS_7_3: f64 = -0.9009688679024191;
const SIN_7_1: f64 = 0.7818314824680298;
const SIN_7_2: f64 = 0.9749279121818236;
const SIN_7_3: f64 = 0.4338837391175581;

// @ts-ignore: decorator
@inline
function take(at: usize, twiddle: usize, back: bool): v128 {
  return back ? timesConjugate(v128.load(at), twiddle) : v128.load(at);
}

// @ts-ignore: decorator
@inline
function put(at: usize, x: v128, twiddle: usize, back: bool): void {
  v128.store(at, back ? x : times(x, twiddle));
}

// @ts-ignore: decorator
@inline
function scaled(x: v128, factor: f64): v128 {
  return f64x2.mul(x, f64x2.splat(factor));
}

// @ts-ignore: decorator
@inline
export function passThree(data: usize, end: usize, bytes: usize, twiddles: usize, back: bool): void {
  const one: usize = back ? 2 * bytes : bytes;
  const two: usize = back ? bytes : 2 * bytes;
  for (let group = data; group < end; group += 2 * bytes) {
    let table = twiddles;
    for (const stop = group + bytes; group < stop; group += 16) {
      const a = v128.load(group);
      const b = take(group + bytes, table, back);
      const c = take(group + 2 * bytes, table + TWIDDLE, back);
      const sum = f64x2.add(b, c);
      const m = f64x2.sub(a, scaled(sum, 0.5));
      const n = timesI(scaled(f64x2.sub(b, c), SIN_3));
      v128.store(group, f64x2.add(a, sum));
      put(group + one, f64x2.sub(m, n), table, back);
      put(group + two, f64x2.add(m, n), table + TWIDDLE, back);
      table += 2 * TWIDDLE;
    }
  }
}

// @ts-ignore: decorator
@inline
export function passFive(data: usize, end: usize, bytes: usize, twiddles: usize, back: bool): void {
  const one: usize = back ? 4 * bytes : bytes;
  const two: usize = back ? 3 * bytes : 2 * bytes;
  const three: usize = back ? 2 * bytes : 3 * bytes;
  const four: usize = back ? bytes : 4 * bytes;
  for (let group = data; group < end; group += 4 * bytes) {
    let table = twiddles;
    for (const stop = group + bytes; group < stop; group += 16) {
      const a = v128.load(group);
      const b = take(group + bytes, table, back);
      const c = take(group + 2 * bytes, table + TWIDDLE, back);
      const d = take(group + 3 * bytes, table + 2 * TWIDDLE, back);
      const e = take(group + 4 * bytes, table + 3 * TWIDDLE, back);
      const p1 = f64x2.add(b, e);
      const p2 = f64x2.add(c, d);
      const q1 = f64x2.sub(b, e);
      const q2 = f64x2.sub(c, d);
      const m1 = f64x2.add(a, f64x2.add(scaled(p1, COS_5_1), scaled(p2, COS_5_2)));
      const m2 = f64x2.add(a, f64x2.add(scaled(p1, COS_5_2), scaled(p2, COS_5_1)));
      const n1 = timesI(f64x2.add(scaled(q1, SIN_5_1), scaled(q2, SIN_5_2)));
      const n2 = timesI(f64x2.sub(scaled(q1, SIN_5_2), scaled(q2, SIN_5_1)));
      v128.store(group, f64x2.add(a, f64x2.add(p1, p2)));
      put(group + one, f64x2.sub(m1, n1), table, back);
      put(group + two, f64x2.sub(m2, n2), table + TWIDDLE, back);
      put(group + three, f64x2.add(m2, n2), table + 2 * TWIDDLE, back);
      put(group + four, f64x2.add(m1, n1), table + 3 * TWIDDLE, back);
      table += 4 * TWIDDLE;
    }
  }
}

/** Cosines and sines of all seven places are those of the first three, in another order and with other signs. */
// @ts-ignore: decorator
@inline
export function passSeven(data: usize, end: usize, bytes: usize, twiddles: usize, back: bool): void {
  const one: usize = back ? 6 * bytes : bytes;
  const two: usize = back ? 5 * bytes : 2 * bytes;
  const three: usize = back ? 4 * bytes : 3 * bytes;
  const four: usize = back ? 3 * bytes : 4 * bytes;
  const five: usize = back ? 2 * bytes : 5 * bytes;
  const six: usize = back ? bytes : 6 * bytes;
  for (let group = data; group < end; group += 6 * bytes) {
    let table = twiddles;
    for (const stop = group + bytes; group < stop; group += 16) {
      const a = v128.load(group);
      const b = take(group + bytes, table, back);
      const c = take(group + 2 * bytes, table + TWIDDLE, back);
      const d = take(group + 3 * bytes, table + 2 * TWIDDLE, back);
      const e = take(group + 4 * bytes, table + 3 * TWIDDLE, back);
      const f = take(group + 5 * bytes, table + 4 * TWIDDLE, back);
      const g = take(group + 6 * bytes, table + 5 * TWIDDLE, back);
      const p1 = f64x2.add(b, g);
      const p2 = f64x2.add(c, f);
      const p3 = f64x2.add(d, e);
      const q1 = f64x2.sub(b, g);
      const q2 = f64x2.sub(c, f);
      const q3 = f64x2.sub(d, e);
      v128.store(group, f64x2.add(f64x2.add(a, p1), f64x2.add(p2, p3)));
      const m1 = sumOf(a, scaled(p1, COS_7_1), scaled(p2, COS_7_2), scaled(p3, COS_7_3));
      const n1 = timesI(f64x2.add(f64x2.add(scaled(q1, SIN_7_1), scaled(q2, SIN_7_2)), scaled(q3, SIN_7_3)));
      put(group + one, f64x2.sub(m1, n1), table, back);
      put(group + six, f64x2.add(m1, n1), table + 5 * TWIDDLE, back);
      const m2 = sumOf(a, scaled(p1, COS_7_2), scaled(p2, COS_7_3), scaled(p3, COS_7_1));
      const n2 = timesI(f64x2.sub(f64x2.sub(scaled(q1, SIN_7_2), scaled(q2, SIN_7_3)), scaled(q3, SIN_7_1)));
      put(group + two, f64x2.sub(m2, n2), table + TWIDDLE, back);
      put(group + five, f64x2.add(m2, n2), table + 4 * TWIDDLE, back);
      const m3 = sumOf(a, scaled(p1, COS_7_3), scaled(p2, COS_7_1), scaled(p3, COS_7_2));
      const n3 = timesI(f64x2.add(f64x2.sub(scaled(q1, SIN_7_3), scaled(q2, SIN_7_1)), scaled(q3, SIN_7_2)));
      put(group + three, f64x2.sub(m3, n3), table + 2 * TWIDDLE, back);
      put(group + four, f64x2.add(m3, n3), table + 3 * TWIDDLE, back);
      table += 6 * TWIDDLE;
    }
  }
}

// @ts-ignore: decorator
@inline
function sumOf(a: v128, b: v128, c: v128, d: v128): v128 {
  return f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
}
