/**
 * How a meter moves: up at once, down at so many dB a second, as the eye can follow (IEC 60268-18 lets a peak meter fall
 * 20 dB in 1.7 s). Works in place on `shown`.
 */
export function fall(shown: Float32Array, now: Float32Array, dbPerSecond: number, seconds: number): void {
  const step = dbPerSecond * seconds;
  for (let at = 0; at < shown.length; at++) {
    const value = now[at]!;
    const fallen = shown[at]! - step;
    shown[at] = Math.max(value, fallen);
  }
}
