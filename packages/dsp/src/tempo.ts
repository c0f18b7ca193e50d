import type { Dsp } from './dsp.ts';
import { Transform } from './transform.ts';

export type Tempo = {
  bpm: number;
  /** 0 … 1: how much more alike the music is one, two, three … beats later than at other distances. */
  confidence: number;
};

const segmentLength = 2048;
const slowestBpm = 50;
const fastestBpm = 210;
/** People hear the beat near this tempo when several would do (D. P. W. Ellis, "Beat tracking by dynamic programming",
 * J. New Music Research 36, 2007), within about an octave. */
const preferredBpm = 120;
const preferenceOctaves = 0.9;
/** A beat is heard when the music comes back after several of them. */
const multiples = 8;
const shortestSeconds = 5;
const leastConfidence = 0.1;

/**
 * Tempo from the strength of onsets, one value every `hopSeconds`: autocorrelation, averaged over segments of some 20 s, read
 * at the multiples of every beat length. The tempo is taken as one for the whole; where it wanders, confidence falls. Null
 * under 5 s, and when nothing repeats.
 */
export function estimateTempo(
  dsp: Dsp,
  { hopSeconds, strength }: { hopSeconds: number; strength: Float32Array },
): Tempo | null {
  if (strength.length * hopSeconds < shortestSeconds) return null;
  const alike = autocorrelation(dsp, sharpen(strength, Math.round(0.5 / hopSeconds)));
  if (!alike) return null;
  const period = (bpm: number) => 60 / bpm / hopSeconds;
  const score = (bpm: number) => {
    const preference = Math.exp(-0.5 * (Math.log2(bpm / preferredBpm) / preferenceOctaves) ** 2);
    return (meanAt(alike, period(bpm), 0, 4) - 0.3 * meanAt(alike, period(bpm), 0.5, 4)) * preference;
  };
  const coarse = searchBest(slowestBpm, fastestBpm, 1.004, score);
  const bpm = searchBest(coarse / 1.02, coarse * 1.02, 1.0001, (one) => meanAt(alike, period(one), 0, 2 * multiples));
  const confidence = meanAt(alike, period(bpm), 0, multiples) - medianOf(alike, period(fastestBpm));
  return confidence < leastConfidence
    ? null
    : { bpm: Math.round(bpm * 100) / 100, confidence: Math.min(1, confidence) };
}

function searchBest(from: number, to: number, factor: number, score: (bpm: number) => number): number {
  let best = from;
  let highest = Number.NEGATIVE_INFINITY;
  for (let bpm = from; bpm <= to; bpm *= factor) {
    const here = score(bpm);
    if (here > highest) {
      highest = here;
      best = bpm;
    }
  }
  return best;
}

/** What rises above its surroundings (a second around), smoothed over some hops so that a beat may fall between two. */
function sharpen(strength: Float32Array, reach: number): Float32Array {
  const sums = new Float64Array(strength.length + 1);
  strength.forEach((value, at) => {
    sums[at + 1] = sums[at]! + value;
  });
  const risen = strength.map((value, at) => {
    const from = Math.max(0, at - reach);
    const to = Math.min(strength.length, at + reach + 1);
    return Math.max(0, value - (sums[to]! - sums[from]!) / (to - from));
  });
  const kernel = [0.06, 0.24, 0.4, 0.24, 0.06];
  return risen.map((_, at) => kernel.reduce((sum, weight, tap) => sum + weight * (risen[at + tap - 2] ?? 0), 0));
}

/** 1 at distance 0; for distances up to half a segment. Null when nothing happens. */
function autocorrelation(dsp: Dsp, signal: Float32Array): Float64Array | null {
  const transform = new Transform(dsp, 2 * segmentLength);
  const power = new Float64Array(2 * segmentLength);
  const length = Math.min(segmentLength, signal.length);
  for (let from = 0; from + length <= signal.length; from += segmentLength / 2) {
    const segment = signal.subarray(from, from + length);
    const mean = segment.reduce((sum, value) => sum + value, 0) / length;
    const spectrum = transform.forwardReal(segment.map((value) => value - mean));
    for (let bin = 0; bin < power.length; bin++) power[bin]! += spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2;
  }
  power.forEach((value, bin) => {
    transform.data[2 * bin] = value;
    transform.data[2 * bin + 1] = 0;
  });
  transform.inverse();
  const whole = transform.data[0]!;
  if (!(whole > 0)) return null;
  return Float64Array.from(
    { length: Math.min(segmentLength / 2, length >> 1) },
    (_, lag) => ((transform.data[2 * lag]! / whole) * length) / (length - lag),
  );
}

/** Mean at the first `count` multiples of a period, from `(1 − before)` periods on, as far as they are known. */
function meanAt(values: Float64Array, period: number, before: number, count: number): number {
  let sum = 0;
  let taken = 0;
  for (let multiple = 1; multiple <= count; multiple++) {
    const at = (multiple - before) * period;
    const index = Math.floor(at);
    if (index + 1 >= values.length) break;
    sum += values[index]! + (at - index) * (values[index + 1]! - values[index]!);
    taken += 1;
  }
  return taken > 0 ? sum / taken : 0;
}

const medianOf = (values: Float64Array, from: number): number => {
  const sorted = values.slice(Math.floor(from)).sort();
  return sorted[sorted.length >> 1] ?? 0;
};
