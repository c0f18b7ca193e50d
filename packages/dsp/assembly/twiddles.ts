import { PI, cos, sin } from './math';

// Products of complex numbers, one v128 [re, im] each, with the roots of one that a Fourier transform turns by (its
// "twiddles"). In a table such a root w stands as [re w, −im w, im w]: the first goes to both parts of a number, the other
// two to its swapped ones.

/** Bytes of a twiddle. */
export const TWIDDLE: usize = 24;

// @ts-ignore: decorator
@inline
export function swap(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 0);
}

/** i · x. */
// @ts-ignore: decorator
@inline
export function timesI(x: v128): v128 {
  return v128.xor(swap(x), i64x2(<i64>0x8000000000000000, 0));
}

/** x · w for the twiddle at `at`. */
// @ts-ignore: decorator
@inline
export function times(x: v128, at: usize): v128 {
  return f64x2.add(f64x2.mul(x, v128.load64_splat(at)), f64x2.mul(swap(x), v128.load(at, 8)));
}

/** x · conj(w). */
// @ts-ignore: decorator
@inline
export function timesConjugate(x: v128, at: usize): v128 {
  return f64x2.sub(f64x2.mul(x, v128.load64_splat(at)), f64x2.mul(swap(x), v128.load(at, 8)));
}

/** The twiddles of a pass that splits groups into `radix` parts of `part` numbers: w … w^(radix − 1) for each place. */
export function writeTwiddles(at: usize, radix: i32, part: i32): usize {
  for (let j = 0; j < part; j++) {
    for (let power = 1; power < radix; power++) {
      const angle = ((-2.0 / <f64>radix) * PI * <f64>(j * power)) / <f64>part;
      store<f64>(at, cos(angle));
      store<f64>(at, -sin(angle), 8);
      store<f64>(at, sin(angle), 16);
      at += TWIDDLE;
    }
  }
  return at;
}
