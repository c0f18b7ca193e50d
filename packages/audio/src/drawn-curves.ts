import type { LoudnessResult } from '@sweetspot/dsp';
import type { Analysis } from '@sweetspot/protocol';
import { roundedOrNull } from './loudness-figures.ts';

/** Half a second a point, and twice as long until there are few enough to travel with every file. */
const shortestStepSeconds = 0.5;
const mostPoints = 600;

/** What a drawing can show; it keeps the stored analysis small. */
const tenth = (value: number): number | null => roundedOrNull(value, 10);
const hundredth = (value: number): number | null => roundedOrNull(value, 100);

/** The curves of a meter as they are stored for drawing. */
export function drawnCurves({ curve, stereo }: LoudnessResult): Analysis['curve'] {
  const steps = curve.shortTermLufs.length;
  let width = Math.round(shortestStepSeconds / curve.hopSeconds);
  while (steps / width > mostPoints) width *= 2;
  const ends = Array.from({ length: Math.floor(steps / width) }, (_, point) => (point + 1) * width);
  const last = (values: Float32Array) => ends.map((end) => values[end - 1]!);
  const largest = (values: Float32Array) => ends.map((end) => Math.max(...values.subarray(end - width, end)));
  return {
    everySeconds: curve.hopSeconds * width,
    shortTermLufs: last(curve.shortTermLufs).map(tenth),
    momentaryLufs: largest(curve.maxMomentaryLufs).map(tenth),
    truePeakDbtp: largest(curve.truePeakDbtp).map(tenth),
    psrDb: last(curve.psrDb).map(tenth),
    correlation: stereo ? ends.map((end) => hundredth(correlationOver(stereo, end - width, end))) : [],
  };
}

/** Of two channels over steps of their meter; NaN when one is silent there. */
export function correlationOver(
  { left, right, product }: NonNullable<LoudnessResult['stereo']>,
  from: number,
  to: number,
): number {
  let squares = 0;
  let otherSquares = 0;
  let products = 0;
  for (let step = from; step < to; step += 1) {
    squares += left[step]!;
    otherSquares += right[step]!;
    products += product[step]!;
  }
  return squares > 0 && otherSquares > 0 ? clampToOne(products / Math.sqrt(squares * otherSquares)) : Number.NaN;
}

/** Rounding must not leave a correlation beyond ±1. */
export const clampToOne = (value: number): number => Math.max(-1, Math.min(1, value));
