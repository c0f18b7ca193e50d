import type { Features } from './band-features.ts';
import { Fourier, powerOfTwoFrom } from './fourier.ts';

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
export function findLags(a: Features, b: Features): number[] {
  const scores = correlate(a, b);
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
function correlate(a: Features, b: Features): Float64Array {
  const lengthA = a.energy.length;
  const lengthB = b.energy.length;
  const size = powerOfTwoFrom(lengthA + lengthB);
  const fourier = new Fourier(size);
  const sumRe = new Float64Array(size);
  const sumIm = new Float64Array(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  a.bands.forEach((bandA, index) => {
    // Both real sequences in one transform; their product's conjugate is had from the bins k and −k.
    re.fill(0).set(bandA);
    im.fill(0).set(b.bands[index]!);
    fourier.forward(re, im);
    for (let k = 0; k < size; k += 1) {
      const mirrored = (size - k) & (size - 1);
      const aRe = (re[k]! + re[mirrored]!) / 2;
      const aIm = (im[k]! - im[mirrored]!) / 2;
      const bRe = (im[k]! + im[mirrored]!) / 2;
      const bIm = (re[mirrored]! - re[k]!) / 2;
      sumRe[k] = sumRe[k]! + aRe * bRe + aIm * bIm;
      sumIm[k] = sumIm[k]! + aRe * bIm - aIm * bRe;
    }
  });
  fourier.inverse(sumRe, sumIm);
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
    return (sumRe[(lag + size) % size]! / size / Math.sqrt(power)) * Math.sqrt(to - from);
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
