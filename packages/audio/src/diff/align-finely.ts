import type { Dsp } from '@sweetspot/dsp';
import type { Features } from './band-features.ts';
import { type Excerpt, makeExcerpt } from './excerpts.ts';
import { fractionalTaps, shiftBlock, shiftReach } from './fractional-shift.ts';
import { powerOfTwoFrom, Spectrum } from './spectrum.ts';

const excerptSeconds = 0.34;
const excerptsPerLag = 24;
/** Mean square below which an excerpt says nothing: −80 dBFS. */
const quietest = 1e-8;
/** Likeness of the waveforms, averaged over the excerpts, above which two files are takes of one recording. */
const leastLikeness = 0.25;
/** What few excerpts need: chance is larger the fewer they are. */
const leastOfOne = 0.7;
/** Places this likely, of the likeliest, are looked at closely. */
const worthALook = 0.9;
/** A shift between samples must explain this much (power) more than one by whole samples. */
const worthShifting = 0.25;
const smallestFraction = 0.002;
/** 0.0017 dB: nobody turns anything up by less. */
const unityTolerance = 2e-4;

/** A guess at a lag, with the excerpts that will tell. */
export interface Trial {
  lag: number;
  /** Same start or same end. */
  isObvious: boolean;
  reach: number;
  a: Excerpt[];
  b: Excerpt[];
}

export interface Alignment {
  /** What stands at n in A stands at n + lag in B, n + lag + fraction to be exact. */
  lag: number;
  fraction: number;
  /** What A is multiplied by to be B; negative when the polarity is inverted. */
  gain: number;
  /** 0 … 1: how alike the waveforms are. */
  likeness: number;
}

/** Chooses, for a lag, where both files shall be heard closely: where A sounds most in each part of what they share. */
export function planTrial(
  lag: number,
  a: Features,
  b: Features,
  rates: { sampleRate: number; channels: number },
): Trial {
  const { hopFrames } = a;
  const reach = Math.ceil(1.5 * Math.max(a.hopFrames, b.hopFrames));
  const size = powerOfTwoFrom(rates.sampleRate * excerptSeconds + 2 * reach);
  const frames = size - 2 * reach;
  const from = Math.max(0, -lag);
  const to = Math.min(a.frames, b.frames - lag);
  const count = Math.max(1, Math.min(excerptsPerLag, Math.floor((to - from) / frames)));
  const starts = Array.from({ length: count }, (_, index) => {
    const first = from + ((to - from) * index) / count;
    const last = Math.max(first, from + ((to - from) * (index + 1)) / count - frames);
    return loudestHop(a.energy, Math.ceil(first / hopFrames), Math.floor(last / hopFrames)) * hopFrames;
  });
  return {
    lag,
    isObvious: lag === 0 || lag === b.frames - a.frames,
    reach,
    a: starts.map((start) => makeExcerpt(start, frames, rates.channels)),
    b: starts.map((start) => makeExcerpt(start + lag - reach, size, rates.channels)),
  };
}

function loudestHop(energy: Float64Array, from: number, to: number): number {
  let best = Math.min(from, energy.length - 1);
  for (let hop = from; hop <= to && hop < energy.length; hop += 1) if (energy[hop]! > energy[best]!) best = hop;
  return Math.max(0, best);
}

/** The alignment of the trial that fits best, to a fraction of a sample; null when none fits: the files are unrelated. */
export function alignFinely(dsp: Dsp, trials: readonly Trial[]): Alignment | null {
  const tried = trials.flatMap((trial) => {
    const { correlation, excerpts } = addCorrelations(dsp, trial);
    if (excerpts === 0) return [];
    // What loops or hums fits in many places; then the obvious one is worth a closer look beside the strongest.
    const places = new Set([strongest(correlation), ...(trial.isObvious ? [trial.reach] : [])]);
    return [...places].map(
      (at): Tried => ({ trial, correlation, excerpts, at, likeness: correlation[at]! / excerpts }),
    );
  });
  const most = Math.max(...tried.map(score));
  const [best] = tried
    .filter((one) => score(one) >= worthALook * most)
    .map((one) => ({ ...one, pairs: pairsOf(one) }))
    .map((one) => ({ ...one, unexplained: meanUnexplainedDb(one.pairs) }))
    .sort((one, other) => one.unexplained - other.unexplained);
  if (!best) return null;
  const likeness = Math.abs(best.likeness);
  if (likeness < Math.max(leastLikeness, leastOfOne / Math.sqrt(best.excerpts))) return null;
  const fraction = findFraction(best.pairs, best);
  const gain = findGain(best.pairs.map((pair) => compare(pair, fraction)));
  return { lag: best.trial.lag - best.trial.reach + best.at, fraction, gain, likeness };
}

/** Long likeness stands above short likeness. */
const score = ({ likeness, excerpts }: Tried): number => Math.abs(likeness) * Math.sqrt(excerpts);

const pairsOf = ({ trial, at }: Tried): Pair[] =>
  trial.a.flatMap((excerpt, index) => {
    const pair = { a: excerpt.planes, b: trial.b[index]!.planes, at };
    return power(pair.a) > quietest ? [pair] : [];
  });

/** In decibels, so that places where most excerpts fit to the bit win over places where all fit a little. */
const meanUnexplainedDb = (pairs: readonly Pair[]): number =>
  pairs.reduce((sum, pair) => sum + 10 * Math.log10(1 - compare(pair, 0).coherence + 1e-12), 0) / pairs.length;

interface Tried {
  trial: Trial;
  /** Sum over the excerpts, for looking between the samples. */
  correlation: Float64Array;
  excerpts: number;
  /** The place in the reach that is looked at. */
  at: number;
  /** Mean of the excerpts there. */
  likeness: number;
}

/** Cross-correlates every pair of excerpts and adds them up, each with the same weight. */
function addCorrelations(dsp: Dsp, { a, b, reach }: Trial): { correlation: Float64Array; excerpts: number } {
  const spectrum = new Spectrum(dsp, b[0]!.planes[0]!.length);
  const total = new Float64Array(2 * reach + 1);
  let excerpts = 0;
  a.forEach((excerpt, index) => {
    const correlation = correlate(spectrum, excerpt.planes, b[index]!.planes, reach);
    if (!correlation) return;
    excerpts += 1;
    for (let at = 0; at < total.length; at += 1) total[at] = total[at]! + correlation[at]!;
  });
  return { correlation: total, excerpts };
}

function strongest(correlation: Float64Array): number {
  let best = 0;
  correlation.forEach((value, at) => {
    if (Math.abs(value) > Math.abs(correlation[best]!)) best = at;
  });
  return best;
}

/** Normalised, −1 … 1, at lags 0 … 2 × reach; two channels make one complex signal, so that both count. */
function correlate(spectrum: Spectrum, a: Float32Array[], b: Float32Array[], reach: number): Float64Array | null {
  const frames = a[0]!.length;
  const powerA = power(a) * frames;
  if (powerA / frames < quietest) return null;
  const { data } = spectrum;
  spectrum.transform(a[0]!, a[1]);
  const spectrumA = data.slice();
  spectrum.transform(b[0]!, b[1]);
  for (let bin = 0; bin < data.length; bin += 2) {
    const re = spectrumA[bin]! * data[bin]! + spectrumA[bin + 1]! * data[bin + 1]!;
    data[bin + 1] = spectrumA[bin]! * data[bin + 1]! - spectrumA[bin + 1]! * data[bin]!;
    data[bin] = re;
  }
  spectrum.invert();
  let powerB = 0;
  for (const plane of b) for (let at = 0; at < frames; at += 1) powerB += plane[at]! ** 2;
  return Float64Array.from({ length: 2 * reach + 1 }, (_, at) => {
    const value = data[2 * at]! / spectrum.size / Math.sqrt(Math.max(powerB, quietest * frames) * powerA);
    for (const plane of b) powerB += (plane[at + frames] ?? 0) ** 2 - plane[at]! ** 2;
    return value;
  });
}

function power(planes: Float32Array[]): number {
  let sum = 0;
  for (const plane of planes) for (const value of plane) sum += value * value;
  return sum / planes[0]!.length;
}

interface Pair {
  a: Float32Array[];
  b: Float32Array[];
  at: number;
}
interface Compared {
  gain: number;
  /** 0 … 1. */
  coherence: number;
  powerA: number;
  product: number;
}

/** How B relates to A at that place, without the edges that a shift needs. */
function compare({ a, b, at }: Pair, fraction: number): Compared {
  const taps = fraction === 0 ? null : fractionalTaps(fraction);
  let powerA = 0;
  let powerB = 0;
  let product = 0;
  a.forEach((plane, channel) => {
    const from = Math.max(0, shiftReach - at);
    const to = Math.min(plane.length, b[channel]!.length - at - shiftReach);
    const part = b[channel]!.subarray(at + from - shiftReach, at + to + shiftReach);
    const other = taps ? shiftBlock([part], taps)[0]! : part.subarray(shiftReach, shiftReach + to - from);
    for (let frame = from; frame < to; frame += 1) {
      const x = plane[frame]!;
      const y = other[frame - from]!;
      powerA += x * x;
      powerB += y * y;
      product += x * y;
    }
  });
  const coherence = powerA > 0 && powerB > 0 ? product ** 2 / (powerA * powerB) : 0;
  return { gain: powerA > 0 ? product / powerA : 0, coherence, powerA, product };
}

/** The maximum of the correlation between the samples, taken when it explains clearly more; else 0. */
function findFraction(pairs: readonly Pair[], { correlation, at, likeness }: Tried): number {
  const sign = Math.sign(likeness);
  const between = (fraction: number): number => {
    const taps = fractionalTaps(fraction);
    let sum = 0;
    taps.forEach((tap, index) => {
      sum += tap * (correlation[at + index - shiftReach + 1] ?? 0);
    });
    return sign * sum;
  };
  let low = -0.75;
  let high = 0.75;
  for (let step = 0; step < 40; step += 1) {
    const third = (high - low) / 3;
    if (between(low + third) < between(high - third)) low += third;
    else high -= third;
  }
  const fraction = (low + high) / 2;
  if (Math.abs(fraction) < smallestFraction) return 0;
  const unexplained = (shift: number) => pairs.reduce((sum, pair) => sum + (1 - compare(pair, shift).coherence), 0);
  return unexplained(fraction) < worthShifting * unexplained(0) ? fraction : 0;
}

/** The gain on which the excerpts that are most alike agree, so that a part that was changed does not count. */
function findGain(compared: readonly Compared[]): number {
  const sorted = compared.toSorted((one, other) => other.coherence - one.coherence);
  const alike = sorted.slice(0, Math.max(1, Math.ceil(sorted.length / 2)));
  const median = alike.toSorted((one, other) => one.gain - other.gain)[alike.length >> 1]!.gain;
  const agreeing = alike.filter(({ gain }) => Math.abs(gain / median - 1) < 0.005);
  const pooled =
    agreeing.reduce((sum, one) => sum + one.product, 0) / agreeing.reduce((sum, one) => sum + one.powerA, 0);
  const gain = Number.isFinite(pooled) && pooled !== 0 ? pooled : median;
  return Math.abs(Math.abs(gain) - 1) < unityTolerance ? Math.sign(gain) : gain;
}
