import { analogueMagnitude } from '@sweetspot/dsp';
import { largestToneMoveDb, type ToneMove } from '@sweetspot/protocol/recipes';

type Shape = Pick<ToneMove, 'type' | 'frequencyHz' | 'q'>;

const bell = (frequencyHz: number): Shape => ({ type: 'bell', frequencyHz, q: 0.8 });
/** What a mastering engineer reaches for first: one tilt, then broad bells and the two ends. */
const shapes: readonly Shape[] = [
  { type: 'tilt', frequencyHz: 900, q: 0.71 },
  { type: 'lowShelf', frequencyHz: 80, q: 0.71 },
  ...[120, 250, 500, 1000, 2000, 4000].map(bell),
  { type: 'highShelf', frequencyHz: 9000, q: 0.71 },
];
const mostMoves = 5;
/** Smaller ones nobody hears. */
const leastMoveDb = 0.4;
/** A move that brings the fit less than this nearer (RMS) is not worth making. */
const leastUseDb = 0.08;
const sweeps = 40;

/** What the moves do together at a frequency, dB. */
export const moveDbAt = (moves: readonly Omit<ToneMove, 'reason'>[], hz: number): number =>
  moves.reduce((sum, move) => sum + 20 * Math.log10(analogueMagnitude({ ...move, enabled: true }, hz)), 0);

/**
 * The few gentle moves that come nearest to a wanted curve (dB by Hz), whatever its level: one after the other the move that
 * helps most, all of them fitted again each time (orthogonal matching pursuit), each within ±3 dB, in steps of 0.1 dB.
 */
export function fitToneMoves(wanted: ReadonlyMap<number, number>): Omit<ToneMove, 'reason'>[] {
  const frequencies = [...wanted.keys()];
  if (frequencies.length === 0) return [];
  const curves = shapes.map((shape) => centred(frequencies.map((hz) => moveDbAt([{ ...shape, gainDb: 1 }], hz))));
  const target = centred([...wanted.values()]);
  let best = fitGains(curves, target, []);
  while (best.used.length < mostMoves) {
    const idle = shapes.flatMap((_, index) => (best.used.includes(index) ? [] : [index]));
    const tried = idle.map((index) => fitGains(curves, target, [...best.used, index]));
    const next = tried.reduce((a, b) => (b.leftDb < a.leftDb ? b : a));
    if (best.leftDb - next.leftDb < leastUseDb) break;
    best = next;
  }
  return best.used
    .toSorted((a, b) => a - b)
    .filter((index) => Math.abs(best.gains[index]!) >= leastMoveDb)
    .map((index) => ({ ...shapes[index]!, gainDb: Math.round(best.gains[index]! * 10) / 10 }));
}

interface Fit {
  used: readonly number[];
  /** By shape; 0 for those not used. */
  gains: number[];
  /** What is missing, RMS. */
  leftDb: number;
}

/** Least squares within the bounds, one gain after the other until they stand. */
function fitGains(curves: readonly number[][], target: readonly number[], used: readonly number[]): Fit {
  const gains = curves.map(() => 0);
  const left = [...target];
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (const index of used) {
      const curve = curves[index]!;
      const missing = dot(curve, left) / dot(curve, curve);
      const next = Math.min(largestToneMoveDb, Math.max(-largestToneMoveDb, gains[index]! + missing));
      for (let at = 0; at < left.length; at += 1) left[at]! -= (next - gains[index]!) * curve[at]!;
      gains[index] = next;
    }
  }
  return { used, gains, leftDb: Math.sqrt(dot(left, left) / left.length) };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

function centred(values: readonly number[]): number[] {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - middle);
}
