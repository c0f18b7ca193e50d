export type FadeShape = 'equal-power' | 'equal-gain';
export type FadeDirection = 'in' | 'out';

/**
 * A fade as a curve for `setValueCurveAtTime`. `equal-power` keeps the power of two different sounds (in² + out² = 1);
 * `equal-gain` keeps the sum of two equal ones (in + out = 1), for going on with the same sound.
 */
export function fadeCurve(shape: FadeShape, direction: FadeDirection, points = 65): Float32Array<ArrayBuffer> {
  const curve = new Float32Array(points);
  for (let index = 0; index < points; index += 1) {
    const x = index / (points - 1);
    const at = direction === 'in' ? x : 1 - x;
    curve[index] = shape === 'equal-power' ? Math.sin((at * Math.PI) / 2) : at;
  }
  return curve;
}
