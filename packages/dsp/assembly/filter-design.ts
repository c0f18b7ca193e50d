import { PI, cos, dbToGain, exp, oneMinusExpNegative, sin, tan } from './math';

// Designs of second- and first-order sections whose magnitude follows the analogue prototype up to the Nyquist frequency.
//
// M. Vicanek, "Matched Second Order Digital Filters" (2016): poles by impulse invariance, zeros from the squared magnitude
// at chosen frequencies. With φ1 = sin²(ω/2), φ0 = 1 − φ1, φ2 = 4 φ0 φ1 a section's squared magnitude is
// (B0 φ0 + B1 φ1 + B2 φ2) / (A0 φ0 + A1 φ1 + A2 φ2), linear in the B, which are then factored into coefficients.
// Shelves use the same machinery with the analogue magnitude (RBJ cookbook prototypes) at 0, at the corner and at Nyquist.

export let b0: f64 = 1;
export let b1: f64 = 0;
export let b2: f64 = 0;
export let a1: f64 = 0;
export let a2: f64 = 0;

const SQRT2: f64 = 1.4142135623730951;

let A0: f64 = 0;
let A1: f64 = 0;
let A2: f64 = 0;
/** 1 + a1 + a2, kept apart because the sum of the rounded coefficients loses digits at low frequencies. */
let poleSum: f64 = 0;
let phi0: f64 = 0;
let phi1: f64 = 0;
let phi2: f64 = 0;

/** Angular frequency per sample, held inside (0, 0.98 π). */
function angular(frequencyHz: f64, sampleRate: f64): f64 {
  return 2.0 * PI * max(0.01, min(frequencyHz, 0.49 * sampleRate)) / sampleRate;
}

/** Poles of s² + 2ζω s + ω² by impulse invariance. */
function setPoles(w: f64, zeta: f64): void {
  const x = zeta * w;
  if (zeta < 1.0) {
    const y = w * sqrt(1.0 - zeta * zeta);
    const r = exp(-x);
    a1 = -2.0 * r * cos(y);
    a2 = r * r;
    const half = sin(0.5 * y);
    const e = oneMinusExpNegative(x);
    poleSum = e * e + 4.0 * r * half * half;
  } else {
    const y = w * sqrt(zeta * zeta - 1.0);
    const slow = x - y;
    const fast = x + y;
    const p = exp(-slow);
    const q = exp(-fast);
    a1 = -(p + q);
    a2 = p * q;
    poleSum = oneMinusExpNegative(slow) * oneMinusExpNegative(fast);
  }
  A0 = poleSum * poleSum;
  A1 = (1.0 - a1 + a2) * (1.0 - a1 + a2);
  A2 = -4.0 * a2;
}

function setPhi(w: f64): void {
  const s = sin(0.5 * w);
  phi1 = s * s;
  phi0 = 1.0 - phi1;
  phi2 = 4.0 * phi0 * phi1;
}

function poleMagnitude(): f64 {
  return A0 * phi0 + A1 * phi1 + A2 * phi2;
}

/** The minimum-phase zeros of B0 φ0 + B1 φ1 + B2 φ2. */
function setZeros(B0: f64, B1: f64, B2: f64): void {
  const r0 = sqrt(max(0.0, B0));
  const r1 = sqrt(max(0.0, B1));
  const w = 0.5 * (r0 + r1);
  b0 = 0.5 * (w + sqrt(max(0.0, w * w + B2)));
  b1 = 0.5 * (r0 - r1);
  b2 = b0 == 0.0 ? 0.0 : -B2 / (4.0 * b0);
}

/** Swaps zeros and poles: the exact inverse of a minimum-phase section. */
function invert(): void {
  const scale = 1.0 / b0;
  const p1 = a1;
  const p2 = a2;
  a1 = b1 * scale;
  a2 = b2 * scale;
  b0 = scale;
  b1 = p1 * scale;
  b2 = p2 * scale;
}

export function designIdentity(): void {
  b0 = 1;
  b1 = b2 = a1 = a2 = 0;
}

export function designLowPass(frequencyHz: f64, q: f64, sampleRate: f64): void {
  const w = angular(frequencyHz, sampleRate);
  setPoles(w, 0.5 / q);
  setPhi(w);
  const atCorner = poleMagnitude() * q * q;
  // B2 = 0: one zero, at or inside the unit circle.
  const B1 = max(0.0, (atCorner - A0 * phi0) / phi1);
  setZeros(A0, B1, 0.0);
}

export function designHighPass(frequencyHz: f64, q: f64, sampleRate: f64): void {
  const w = angular(frequencyHz, sampleRate);
  setPoles(w, 0.5 / q);
  setPhi(w);
  b0 = q * sqrt(poleMagnitude()) / (4.0 * phi1);
  b1 = -2.0 * b0;
  b2 = b0;
}

export function designBell(frequencyHz: f64, gainDb: f64, q: f64, sampleRate: f64): void {
  // Designed as a boost; a cut is its inverse, so that boost and cut of the same amount cancel exactly.
  const gain = dbToGain(abs(gainDb));
  const w = angular(frequencyHz, sampleRate);
  setPoles(w, 0.5 / (q * sqrt(gain)));
  setPhi(w);
  const R1 = poleMagnitude() * gain * gain;
  const R2 = (A1 - A0 + 4.0 * (phi0 - phi1) * A2) * gain * gain;
  const B2 = (R1 - R2 * phi1 - A0) / (4.0 * phi1 * phi1);
  const B1 = R2 + A0 + 4.0 * (phi1 - phi0) * B2;
  setZeros(A0, B1, B2);
  if (gainDb < 0.0) invert();
}

/** Zeros on the unit circle, poles matched, unity at DC. */
export function designNotch(frequencyHz: f64, q: f64, sampleRate: f64): void {
  const w = angular(frequencyHz, sampleRate);
  setPoles(w, 0.5 / q);
  const s = sin(0.5 * w);
  const scale = poleSum / (4.0 * s * s);
  b0 = scale;
  b1 = -2.0 * scale * cos(w);
  b2 = scale;
}

/** Squared magnitude of A (s² + (√A/Q) s + A) / (A s² + (√A/Q) s + 1) at s = jx, x relative to the corner. */
function lowShelfPower(x: f64, A: f64, q: f64): f64 {
  const damping = A * x * x / (q * q);
  const zeros = (A - x * x) * (A - x * x) + damping;
  const poles = (1.0 - A * x * x) * (1.0 - A * x * x) + damping;
  return A * A * zeros / poles;
}

/**
 * Always designed so that the poles lie below the corner (low shelf boost, high shelf cut), where impulse invariance is
 * good; the other sign is the inverse.
 */
export function designShelf(high: bool, frequencyHz: f64, gainDb: f64, q: f64, sampleRate: f64): void {
  const A = sqrt(dbToGain(abs(gainDb)));
  const w = angular(frequencyHz, sampleRate);
  setPoles(w / sqrt(A), 0.5 / q);
  setPhi(w);
  // The high shelf cut is the low shelf boost turned down by the full gain.
  const scale = high ? 1.0 / (A * A * A * A) : 1.0;
  const B0 = A0 * lowShelfPower(0.0, A, q) * scale;
  const B1 = A1 * lowShelfPower(PI / w, A, q) * scale;
  const atCorner = poleMagnitude() * lowShelfPower(1.0, A, q) * scale;
  setZeros(B0, B1, (atCorner - B0 * phi0 - B1 * phi1) / phi2);
  const boosts = gainDb > 0.0;
  if (high == boosts) invert();
}

/** First-order section from its pole and its power at DC and Nyquist. */
function setFirstOrder(w: f64, powerDc: f64, powerNyquist: f64): void {
  const p = exp(-w);
  const r0 = oneMinusExpNegative(w) * sqrt(powerDc);
  const r1 = (1.0 + p) * sqrt(powerNyquist);
  b0 = 0.5 * (r0 + r1);
  b1 = 0.5 * (r0 - r1);
  a1 = -p;
  b2 = a2 = 0.0;
}

export function designLowPassFirstOrder(frequencyHz: f64, sampleRate: f64): void {
  const w = angular(frequencyHz, sampleRate);
  const x = PI / w;
  setFirstOrder(w, 1.0, 1.0 / (1.0 + x * x));
}

export function designHighPassFirstOrder(frequencyHz: f64, sampleRate: f64): void {
  const w = angular(frequencyHz, sampleRate);
  const x = PI / w;
  setFirstOrder(w, 0.0, x * x / (1.0 + x * x));
}

/** (G s + 1) / (s + G): −gain at DC, 0 dB at the pivot, +gain at the top. */
export function designTilt(frequencyHz: f64, gainDb: f64, sampleRate: f64): void {
  const G = dbToGain(-abs(gainDb));
  const w = angular(frequencyHz, sampleRate);
  const x = PI / w;
  const nyquist = (G * G * x * x + 1.0) / (x * x + G * G);
  setFirstOrder(w * G, 1.0 / (G * G), nyquist);
  if (gainDb > 0.0) invert();
}

/** Half of a Linkwitz–Riley high-pass of 24 dB/oct: twice in a row it is one. Bilinear, so that `designAllPass` has its phase. */
export function designLinkwitzHalf(frequencyHz: f64, sampleRate: f64): void {
  const k = tan(0.5 * angular(frequencyHz, sampleRate));
  const scale = 1.0 / (1.0 + SQRT2 * k + k * k);
  b0 = b2 = scale;
  b1 = -2.0 * scale;
  a1 = 2.0 * (k * k - 1.0) * scale;
  a2 = (1.0 - SQRT2 * k + k * k) * scale;
}

/** Turns the phase as a Linkwitz–Riley filter of 24 dB/oct does, and nothing else. */
export function designAllPass(frequencyHz: f64, sampleRate: f64): void {
  designLinkwitzHalf(frequencyHz, sampleRate);
  b0 = a2;
  b1 = a1;
  b2 = 1.0;
}
