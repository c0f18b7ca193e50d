import type { Dsp } from '@sweetspot/dsp';
import type { Features } from './band-features.ts';
import { powerOfTwoFrom, Spectrum } from './spectrum.ts';

const kept = 6;
/** Peaks closer than this many hops are one. */
const apart = 5;
/** The least that two files must share, of the shorter one. */
const leastShare = 0.05;
const leastHops = 20;

/**
 * Where in time B may lie against A, best guesses first, in frames: what stands at n in A stands at n + lag in B. By
 * normalised cross-correlation of the band levels, weighted so that a long likeness stands above a short one. The two
 * obvious answers, same start and same end, are always among them.
 */
export function findLags(dsp: Dsp, a: Features, b: Features): number[] {
  const scores = correlate(dsp, a, b);
  const from = 1 - a.energy.length;
  const peaks: { hops: number; score: number }[] = [];
  scores.forEach((score, index) => {
    if (score <= 0 || score < (scores[index - 1] ?? 0) || score < (scores[index + 1] ?? 0)) return;
    peaks.push({ hops: from + index, score });
  });
  peaks.sort((one, other) => other.score - one.score);
  const best: number[] = [];
  for (const { hops } of peaks) {
    if (best.every((known) => Math.abs(known - hops) >= apart)) best.push(hops);
    if (best.length === kept) break;
  }
  return [...new Set([...best.map((hops) => hops * a.hopFrames), 0, b.frames - a.frames])];
}

/** Score of each lag in hops, from −(length of A − 1) on. */
function correlate(dsp: Dsp, a: Features, b: Features): Float64Array {
  const lengthA = a.energy.length;
  const lengthB = b.energy.length;
  const size = powerOfTwoFrom(lengthA + lengthB);
  const spectrum = new Spectrum(dsp, size);
  const { data, at } = spectrum;
  const sum = new Float64Array(2 * size);
  a.bands.forEach((bandA, index) => {
    spectrum.transform(bandA, b.bands[index]!);
    for (let k = 0; k < size; k += 1) {
      const one = at[k]!;
      const other = at[(size - k) & (size - 1)]!;
      const aRe = (data[one]! + data[other]!) / 2;
      const aIm = (data[one + 1]! - data[other + 1]!) / 2;
      const bRe = (data[one + 1]! + data[other + 1]!) / 2;
      const bIm = (data[other]! - data[one]!) / 2;
      sum[one] = sum[one]! + aRe * bRe + aIm * bIm;
      sum[one + 1] = sum[one + 1]! + aRe * bIm - aIm * bRe;
    }
  });
  data.set(sum);
  spectrum.invert();
  const powerA = powerSums(a.bands);
  const powerB = powerSums(b.bands);
  const least = Math.min(lengthA, lengthB, Math.max(leastHops, leastShare * Math.min(lengthA, lengthB)));
  return Float64Array.from({ length: lengthA + lengthB - 1 }, (_, index) => {
    const lag = index - lengthA + 1;
    const from = Math.max(0, -lag);
    const to = Math.min(lengthA, lengthB - lag);
    if (to - from < least) return 0;
    const power = (powerA[to]! - powerA[from]!) * (powerB[to + lag]! - powerB[from + lag]!);
    if (!(power > 1e-12)) return 0;
    return (data[2 * ((lag + size) % size)]! / size / Math.sqrt(power)) * Math.sqrt(to - from);
  });
}

function powerSums(bands: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(bands[0]!.length + 1);
  for (let at = 0; at + 1 < sums.length; at += 1) {
    let power = 0;
    for (const band of bands) power += band[at]! ** 2;
    sums[at + 1] = sums[at]! + power;
  }
  return sums;
}
