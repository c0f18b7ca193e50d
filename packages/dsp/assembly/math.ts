// Elementary functions from additions and multiplications alone, so that no result depends on the host's libm.
// Scalar versions are good to a few units in the last place and serve coefficients and meters; the f64x2 versions serve
// the audio path and state their error.

export const PI: f64 = 3.141592653589793;
const LN2: f64 = 0.6931471805599453;
export const INV_LN2: f64 = 1.4426950408889634;
/** log2 units per decibel of amplitude: log2(10) / 20. */
export const LOG2_PER_DB: f64 = 0.16609640474436813;
/** Decibels of amplitude per log2 unit: 20 log10(2). */
export const DB_PER_LOG2: f64 = 6.020599913279624;

/** e^r for |r| ≤ ln2 / 2, Taylor to the 13th power: error below 2e-17. */
function expReduced(r: f64): f64 {
  let s = 1.0 / 6227020800.0;
  s = s * r + 1.0 / 479001600.0;
  s = s * r + 1.0 / 39916800.0;
  s = s * r + 1.0 / 3628800.0;
  s = s * r + 1.0 / 362880.0;
  s = s * r + 1.0 / 40320.0;
  s = s * r + 1.0 / 5040.0;
  s = s * r + 1.0 / 720.0;
  s = s * r + 1.0 / 120.0;
  s = s * r + 1.0 / 24.0;
  s = s * r + 1.0 / 6.0;
  s = s * r + 0.5;
  s = s * r + 1.0;
  return s * r + 1.0;
}

/** 2^x; 0 below the normal range (also for −∞). */
export function exp2(x: f64): f64 {
  if (!(x > -1022.0)) return 0.0;
  if (x > 1023.0) x = 1023.0;
  const n = nearest(x);
  return expReduced((x - n) * LN2) * reinterpret<f64>(((<i64>n) + 1023) << 52);
}

export function exp(x: f64): f64 {
  return exp2(x * INV_LN2);
}

/** 1 − e^−x for x ≥ 0 without cancellation near 0. */
export function oneMinusExpNegative(x: f64): f64 {
  if (x > 0.5) return 1.0 - exp(-x);
  let term = x;
  let sum = x;
  for (let k = 2; k < 18; k++) {
    term *= -x / <f64>k;
    sum += term;
  }
  return sum;
}

/** log2 of a normal positive number; −∞ for 0 and below. */
export function log2(x: f64): f64 {
  if (!(x > 0.0)) return -Infinity;
  if (x < 2.2250738585072014e-308) return -1022.0;
  const bits = reinterpret<i64>(x);
  let exponent = <f64>((bits >> 52) - 1023);
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent += 1.0;
  }
  const t = (m - 1.0) / (m + 1.0);
  const q = t * t;
  let s = 1.0 / 23.0;
  s = s * q + 1.0 / 21.0;
  s = s * q + 1.0 / 19.0;
  s = s * q + 1.0 / 17.0;
  s = s * q + 1.0 / 15.0;
  s = s * q + 1.0 / 13.0;
  s = s * q + 1.0 / 11.0;
  s = s * q + 1.0 / 9.0;
  s = s * q + 1.0 / 7.0;
  s = s * q + 1.0 / 5.0;
  s = s * q + 1.0 / 3.0;
  s = s * q + 1.0;
  return exponent + s * t * (2.0 * INV_LN2);
}

/** Sine of |r| ≤ π/4. */
function sinReduced(r: f64): f64 {
  const q = r * r;
  let s = -1.0 / 1307674368000.0;
  s = s * q + 1.0 / 6227020800.0;
  s = s * q - 1.0 / 39916800.0;
  s = s * q + 1.0 / 362880.0;
  s = s * q - 1.0 / 5040.0;
  s = s * q + 1.0 / 120.0;
  s = s * q - 1.0 / 6.0;
  return r + r * q * s;
}

/** Cosine of |r| ≤ π/4. */
function cosReduced(r: f64): f64 {
  const q = r * r;
  let s = 1.0 / 20922789888000.0;
  s = s * q - 1.0 / 87178291200.0;
  s = s * q + 1.0 / 479001600.0;
  s = s * q - 1.0 / 3628800.0;
  s = s * q + 1.0 / 40320.0;
  s = s * q - 1.0 / 720.0;
  s = s * q + 1.0 / 24.0;
  return 1.0 - 0.5 * q + q * q * s;
}

/** Sine for moderate arguments (|x| up to some 1e5). */
export function sin(x: f64): f64 {
  const n = nearest(x * (2.0 / PI));
  const r = x - n * 1.5707963267341256 - n * 6.077100506506192e-11;
  const quadrant = <i32>(<i64>n & 3);
  if (quadrant == 0) return sinReduced(r);
  if (quadrant == 1) return cosReduced(r);
  if (quadrant == 2) return -sinReduced(r);
  return -cosReduced(r);
}

export function cos(x: f64): f64 {
  return sin(x + 0.5 * PI);
}

export function tan(x: f64): f64 {
  return sin(x) / cos(x);
}

/** Decibels to amplitude; −∞ gives 0. */
export function dbToGain(db: f64): f64 {
  return exp2(db * LOG2_PER_DB);
}

/** Amplitude to decibels; 0 gives −∞. */
export function gainToDb(gain: f64): f64 {
  return log2(gain) * DB_PER_LOG2;
}

/** Power to decibels; 0 gives −∞. */
export function powerToDb(power: f64): f64 {
  return log2(power) * (0.5 * DB_PER_LOG2);
}

/** Per-sample factor of a one-pole smoother that covers 1 − 1/e of a step in `seconds`; 0 for no smoothing. */
export function smoothingFactor(seconds: f64, sampleRate: f64): f64 {
  if (!(seconds > 0.0)) return 0.0;
  return exp(-1.0 / (seconds * sampleRate));
}

/** Modified Bessel function I0, for Kaiser windows. */
export function besselI0(x: f64): f64 {
  const q = 0.25 * x * x;
  let term = 1.0;
  let sum = 1.0;
  for (let k = 1; k < 64; k++) {
    term *= q / (<f64>k * <f64>k);
    sum += term;
  }
  return sum;
}

// The constants of the two functions below lie in memory, twice each: V8 puts a splatted constant together anew wherever it
// is used, which takes three instructions, and a load takes one.
const LOG2: usize = memory.data<f64>(
  [
    0.4342677681001595, 0.4342677681001595,
    0.5765840185128154, 0.5765840185128154,
    0.9618007656351594, 0.9618007656351594,
    2.885390072733205, 2.885390072733205,
    1.0, 1.0,
  ],
  16,
);
const EXP2: usize = memory.data<f64>(
  [
    6755399441055744.0, 6755399441055744.0,
    0.00015353361812457667, 0.00015353361812457667,
    0.0013398874445283565, 0.0013398874445283565,
    0.009618437358304626, 0.009618437358304626,
    0.055503324710272695, 0.055503324710272695,
    0.24022647913619627, 0.24022647913619627,
    0.6931472028551281, 0.6931472028551281,
    1.0, 1.0,
  ],
  16,
);

/**
 * log2 of two normal positive numbers; error below 2e-10. Zero and denormals give about −1023. The odd polynomial of
 * t = (m − 1) / (m + 1) is the one whose largest error for |t| ≤ 0.1716 is least.
 */
// @ts-ignore: decorator
@inline
export function log2x2(x: v128): v128 {
  // Exponent and mantissa around √2. The upper halves tell, and shifting them is cheaper than shifting 64 bits.
  const upper = i32x4.sub(i32x4.shuffle(x, x, 1, 3, 1, 3), i32x4.splat(0x3fe6a09e));
  const exponentBits = i32x4.shr_s(upper, 20);
  const m = i64x2.sub(x, i64x2.shl(i64x2.extend_low_i32x4_u(exponentBits), 52));
  const exponent = f64x2.convert_low_i32x4_s(exponentBits);
  const one = v128.load(LOG2, 64);
  const t = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const q = f64x2.mul(t, t);
  const far = f64x2.add(f64x2.mul(v128.load(LOG2), q), v128.load(LOG2, 16));
  const near = f64x2.add(f64x2.mul(v128.load(LOG2, 32), q), v128.load(LOG2, 48));
  return f64x2.add(exponent, f64x2.mul(t, f64x2.add(near, f64x2.mul(far, f64x2.mul(q, q)))));
}

/**
 * 2^x of two numbers within ±1000; relative error below 2e-9, exactly 1 at 0. The polynomial is the one whose largest
 * relative error for |r| ≤ ½ is least.
 */
// @ts-ignore: decorator
@inline
export function exp2x2(x: v128): v128 {
  // Adding 1.5 × 2^52 rounds to a whole number and leaves that in the lowest bits.
  const shifter = v128.load(EXP2);
  const shifted = f64x2.add(x, shifter);
  const r = f64x2.sub(x, f64x2.sub(shifted, shifter));
  const r2 = f64x2.mul(r, r);
  const first = f64x2.add(f64x2.mul(v128.load(EXP2, 96), r), v128.load(EXP2, 112));
  const second = f64x2.add(f64x2.mul(v128.load(EXP2, 64), r), v128.load(EXP2, 80));
  const third = f64x2.add(f64x2.mul(v128.load(EXP2, 32), r), v128.load(EXP2, 48));
  const low = f64x2.add(first, f64x2.mul(second, r2));
  const high = f64x2.add(third, f64x2.mul(v128.load(EXP2, 16), r2));
  return i64x2.add(f64x2.add(low, f64x2.mul(high, f64x2.mul(r2, r2))), i64x2.shl(shifted, 52));
}
