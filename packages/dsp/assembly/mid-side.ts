// Left and right as mid = ½ (left + right) and side = ½ (left − right), in place on frames, and back.

export function encodeMidSide(buffer: usize, frames: i32): void {
  for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 16) {
    v128.store(buffer, turn(f64x2.mul(v128.load(buffer), f64x2.splat(0.5))));
  }
}

export function decodeMidSide(buffer: usize, frames: i32): void {
  for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 16) {
    v128.store(buffer, turn(v128.load(buffer)));
  }
}

/** [a, b] to [a + b, a − b]. */
// @ts-ignore: decorator
@inline
function turn(x: v128): v128 {
  return f64x2.add(i64x2.shuffle(x, x, 0, 0), f64x2.mul(i64x2.shuffle(x, x, 1, 1), f64x2(1.0, -1.0)));
}
