import { type MasterRecipe, masterRecipeSchema } from '@sweetspot/protocol/recipes';
import type { BandPower, MatchProfile } from './listen-for-match.ts';

/** How much of the way to go, 0 … 1 each. */
export interface MatchIntensity {
  tone: number;
  level: number;
  width: number;
  dynamics: number;
}

export interface WeightedReference {
  profile: MatchProfile;
  weight: number;
}

export const fullMatch: MatchIntensity = { tone: 1, level: 1, width: 1, dynamics: 1 };

/** No band is moved further; more is no longer the same song. */
const largestToneDb = 16;
/** The side against the mid; noise in an almost mono song must not become its ambience. */
const largestWidthDb = 8;
/** Outside, material says little (rumble, encoders' cut-off): the curve stays as it is at the edge. */
const toneFromHz = 32;
const toneToHz = 16_000;
/** A band this far under the loudest is as good as silent. */
const silentDb = 80;
/** From this difference of peaks to loudness on, the reference is denser. */
const denserDb = 1;
const db = (power: number): number => 10 * Math.log10(power);

/**
 * Writes what brings a song near its references into a master recipe: the loudness, a tone curve for mid and side, and
 * gentle compression where the references are denser, each with its reason. Pure; the result is an ordinary recipe.
 * Throws a RangeError without a reference of positive weight.
 */
export function planMatch(
  song: MatchProfile,
  references: readonly WeightedReference[],
  base: MasterRecipe,
  intensity: MatchIntensity = fullMatch,
): MasterRecipe {
  const total = references.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('A match needs a reference of positive weight');
  const mean = (read: (profile: MatchProfile) => number): number =>
    references.reduce((sum, { profile, weight }) => sum + (read(profile) * weight) / total, 0);

  const referenceLufs = mean(({ integratedLufs }) => integratedLufs);
  const targetLufs = clamp(base.targetLufs + (referenceLufs - base.targetLufs) * intensity.level, -36, -4);
  const curve = toneCurveTo(song, references, intensity);
  const denser = song.peakToShortTermDb - mean(({ peakToShortTermDb }) => peakToShortTermDb);
  return masterRecipeSchema.parse({
    ...base,
    targetLufs,
    driveDb: null,
    toneCurve: { ...base.toneCurve, ...curve },
    compressor: compressorTo(song, denser, base, intensity),
    reason: `${references.length === 1 ? 'The reference measures' : 'The references measure'} ${referenceLufs.toFixed(1)} LUFS; the song comes in at ${song.integratedLufs.toFixed(1)}.`,
  });
}

function toneCurveTo(song: MatchProfile, references: readonly WeightedReference[], intensity: MatchIntensity) {
  const loudest = Math.max(...song.bands.map(({ mid, side }) => mid + side));
  const audible = (power: number) => power > 0 && db(loudest / power) < silentDb;
  const used = song.bands.filter(({ hz, mid }) => hz >= toneFromHz && hz <= toneToHz && audible(mid));
  const moves = used.flatMap((band) => {
    const wanted = wantedAt(band.hz, references);
    return wanted ? [{ band, ...differences(band, wanted) }] : [];
  });
  if (moves.length === 0 || (intensity.tone === 0 && intensity.width === 0)) return {};
  // The level is the drive's business: the curve keeps what the louder half of the bands, by power, has together.
  const weights = moves.map(({ band }) => Math.sqrt(band.mid + band.side));
  const middle = weightedMean(
    moves.map(({ toneDb }) => toneDb),
    weights,
  );
  const points = moves.map(({ band, toneDb, widthDb }) => {
    const tone = clamp((toneDb - middle) * intensity.tone, -largestToneDb, largestToneDb);
    const wider = audible(band.side) ? clamp(widthDb, -largestWidthDb, largestWidthDb) * intensity.width : 0;
    // Both together change by `tone`, whatever the side does against the mid.
    const midDb = tone - db((band.mid + band.side * 10 ** (wider / 10)) / (band.mid + band.side));
    return { hz: band.hz, midDb, sideDb: midDb + wider };
  });
  const mid = points.map(({ hz, midDb }) => ({ hz, db: midDb }));
  const side = points.map(({ hz, sideDb }) => ({ hz, db: sideDb }));
  const most = mid.reduce((a, b) => (Math.abs(b.db) > Math.abs(a.db) ? b : a));
  return {
    enabled: true,
    mid,
    side,
    reason: `Follows the long-term spectrum of the loud parts of the reference; most at ${most.hz} Hz, ${most.db > 0 ? '+' : '−'}${Math.abs(most.db).toFixed(1)} dB.`,
  };
}

/** Powers of a band over the references, each brought to one level first; null where none of them has the band. */
function wantedAt(hz: number, references: readonly WeightedReference[]): BandPower | null {
  let tone = 0;
  let share = 0;
  let weights = 0;
  for (const { profile, weight } of references) {
    const band = profile.bands.find((one) => one.hz === hz);
    if (!band || band.mid <= 0) continue;
    tone += weight * (db(band.mid + band.side) - profile.integratedLufs);
    share += weight * (band.side / (band.mid + band.side));
    weights += weight;
  }
  if (weights === 0) return null;
  const power = 10 ** (tone / weights / 10);
  return { hz, mid: power * (1 - share / weights), side: power * (share / weights) };
}

/** Tone: what both together lack. Width: what the side lacks on top of what the mid does. */
function differences(song: BandPower, wanted: BandPower): { toneDb: number; widthDb: number } {
  const toneDb = db((wanted.mid + wanted.side) / (song.mid + song.side));
  if (song.side <= 0 || wanted.side <= 0) return { toneDb, widthDb: 0 };
  return { toneDb, widthDb: db(wanted.side / song.side) - db(wanted.mid / song.mid) };
}

/** Only ever denser: what a limiter took away cannot be given back. */
function compressorTo(song: MatchProfile, denser: number, base: MasterRecipe, { dynamics }: MatchIntensity) {
  const much = Math.min(6, denser) * dynamics;
  if (!(much > denserDb)) return base.compressor;
  return {
    ...base.compressor,
    enabled: true,
    detector: 'rms' as const,
    thresholdDb: clamp(song.integratedLufs + base.inputGainDb, -80, 0),
    ratio: 1 + much / 6,
    kneeDb: 6,
    attackMs: 20,
    releaseMs: 160,
    mix: 1,
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const weightedMean = (values: readonly number[], weights: readonly number[]): number =>
  values.reduce((sum, value, at) => sum + value * weights[at]!, 0) / weights.reduce((a, b) => a + b, 0);
