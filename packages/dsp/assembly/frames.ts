// Audio inside the engine: interleaved stereo in double precision, one v128 [left, right] per frame, in chunks of at most
// CHUNK frames that never cross a multiple of CHUNK of the stream. Everything that happens "now and then" (flushing
// denormals, for one) happens at those multiples, so that results do not depend on how the host cuts its blocks.

export const CHUNK: i32 = 128;

/** Samples per channel that meters take at once. */
export const METER_CAPACITY: i32 = 4096;

/** Samples beyond this (+120 dBFS), infinities and NaN are not audio and count as silence. */
export const LARGEST_SAMPLE: f32 = 1048576.0;

// @ts-ignore: decorator
@inline
export function sanitize(x: v128): v128 {
  return v128.and(x, f32x4.le(f32x4.abs(x), f32x4.splat(LARGEST_SAMPLE)));
}

/**
 * Planar float32 to interleaved double. Reads and writes up to three frames more than asked, so both sides need room for
 * `frames` rounded up to 4; what lies beyond `frames` is never used.
 */
export function interleave(left: usize, right: usize, out: usize, frames: i32): void {
  const end = out + (<usize>frames << 4);
  while (out < end) {
    const l = sanitize(v128.load(left));
    const r = sanitize(v128.load(right));
    const low = i32x4.shuffle(l, r, 0, 4, 1, 5);
    const high = i32x4.shuffle(l, r, 2, 6, 3, 7);
    v128.store(out, f64x2.promote_low_f32x4(low));
    v128.store(out, f64x2.promote_low_f32x4(i32x4.shuffle(low, low, 2, 3, 2, 3)), 16);
    v128.store(out, f64x2.promote_low_f32x4(high), 32);
    v128.store(out, f64x2.promote_low_f32x4(i32x4.shuffle(high, high, 2, 3, 2, 3)), 48);
    left += 16;
    right += 16;
    out += 64;
  }
}

/** Interleaved double to planar float32, rounded to nearest. Room as for `interleave`. */
export function deinterleave(input: usize, left: usize, right: usize, frames: i32): void {
  const end = input + (<usize>frames << 4);
  while (input < end) {
    const f0 = f32x4.demote_f64x2_zero(v128.load(input));
    const f1 = f32x4.demote_f64x2_zero(v128.load(input, 16));
    const f2 = f32x4.demote_f64x2_zero(v128.load(input, 32));
    const f3 = f32x4.demote_f64x2_zero(v128.load(input, 48));
    const a = i32x4.shuffle(f0, f1, 0, 4, 1, 5);
    const b = i32x4.shuffle(f2, f3, 0, 4, 1, 5);
    v128.store(left, i32x4.shuffle(a, b, 0, 1, 4, 5));
    v128.store(right, i32x4.shuffle(a, b, 2, 3, 6, 7));
    left += 16;
    right += 16;
    input += 64;
  }
}

/** Sets state below 1e-100 to zero, lane by lane: decaying filters must not reach denormals, which are slow. */
// @ts-ignore: decorator
@inline
export function flushTiny(state: v128): v128 {
  return v128.and(state, f64x2.gt(f64x2.abs(state), f64x2.splat(1e-100)));
}
