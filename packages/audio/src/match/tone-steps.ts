import type { MasterRecipe, MatchIntensity } from '@sweetspot/protocol/recipes';
import type { BandPower, MatchPart, MatchProfile } from './listen-for-match.ts';
import type { WeightedReference } from './plan-match.ts';

/** What one band of a third of an octave is to change by: both channels together, and the side on top of the mid. */
export interface ToneStep {
  band: BandPower;
  toneDb: number;
  widthDb: number;
}

/** What a match does not do: bands in which the song has next to nothing to raise, and those that lie too far away. */
export interface ToneLimits {
  emptyHz: number[];
  farHz: number[];
}

/** No band is moved further; more is no longer the same song. */
const largestToneDb = 20;
/** What is fainter than this under the loudest band is noise rather than music; raising it by much raises the noise. */
const faintDb = 50;
const largestFaintDb = 6;
/** The side against the mid; noise in an almost mono song must not become its ambience. */
const largestWidthDb = 8;
/** Outside, material says little (rumble, encoders' cut-off): the curve stays as it is at the edge. */
const toneFromHz = 32;
const toneToHz = 16_000;
/** A band this far under the loudest is as good as silent. */
const silentDb = 80;
/** What a recipe's curve can hold, and how far one correction may go. */
const curveLimitDb = 24;
const largestCorrectionDb = 6;
const db = (power: number): number => 10 * Math.log10(power);
const clamp = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/** How far the song is from its references, band by band, whatever their levels. Bands that either lacks are left out. */
export function differencesTo(song: MatchProfile, references: readonly WeightedReference[]): ToneStep[] {
  const loudest = Math.max(...song.bands.map(total));
  const used = song.bands.filter(
    (band) => band.hz >= toneFromHz && band.hz <= toneToHz && band.mid > 0 && db(loudest / total(band)) < silentDb,
  );
  const steps = used.flatMap((band) => {
    const found = references.flatMap(({ profile, weight }) => {
      const difference = differenceAt(band.hz, song, profile);
      return difference ? [{ ...difference, weight }] : [];
    });
    const weights = found.reduce((sum, { weight }) => sum + weight, 0);
    if (weights === 0) return [];
    const mean = (read: (one: { toneDb: number; widthDb: number }) => number) =>
      found.reduce((sum, one) => sum + read(one) * one.weight, 0) / weights;
    return [{ band, toneDb: mean(({ toneDb }) => toneDb), widthDb: mean(({ widthDb }) => widthDb) }];
  });
  // The level is the drive's business: the curve keeps what the louder half of the bands, by power, has together.
  const power = steps.reduce((sum, { band }) => sum + Math.sqrt(total(band)), 0);
  const middle = steps.reduce((sum, { band, toneDb }) => sum + toneDb * Math.sqrt(total(band)), 0) / power;
  return steps.map((step) => ({ ...step, toneDb: step.toneDb - middle }));
}

/**
 * Like with like: the loud sections of one are compared with the loud ones of the other, quiet with quiet, and each answer
 * counts by the power that the song has there. Where one of them has no quiet sections all are compared.
 */
function differenceAt(hz: number, song: MatchProfile, reference: MatchProfile): Omit<ToneStep, 'band'> | null {
  const pairs: (readonly [MatchPart, MatchPart])[] =
    song.quiet && reference.quiet
      ? [
          [song.loud, reference.loud],
          [song.quiet, reference.quiet],
        ]
      : [[wholeOf(song), wholeOf(reference)]];
  let [toneDb, widthDb, weights] = [0, 0, 0];
  for (const [mine, theirs] of pairs) {
    const [from, to] = [bandAt(mine, hz), bandAt(theirs, hz)];
    if (!from || !to) continue;
    const weight = mine.share * total(from);
    toneDb += weight * (db(total(to) / total(from)) - theirs.lufs + mine.lufs);
    if (from.side > 0 && to.side > 0) widthDb += weight * (db(to.side / from.side) - db(to.mid / from.mid));
    weights += weight;
  }
  return weights > 0 ? { toneDb: toneDb / weights, widthDb: widthDb / weights } : null;
}

const wholeOf = ({ bands, integratedLufs }: MatchProfile): MatchPart => ({ share: 1, lufs: integratedLufs, bands });
const bandAt = ({ bands }: MatchPart, hz: number): BandPower | undefined =>
  bands.find((band) => band.hz === hz && band.mid > 0);
const total = ({ mid, side }: BandPower): number => mid + side;

/** So much of the differences as is asked for and good for the song, and what is not done. */
export function wantedSteps(
  differences: readonly ToneStep[],
  intensity: Pick<MatchIntensity, 'tone' | 'width'>,
): { steps: ToneStep[]; limits: ToneLimits } {
  const loudest = Math.max(...differences.map(({ band }) => total(band)));
  const limits: ToneLimits = { emptyHz: [], farHz: [] };
  const steps = differences.map(({ band, toneDb, widthDb }) => {
    const asked = toneDb * intensity.tone;
    const isFaint = db(loudest / total(band)) > faintDb;
    const given = Math.min(isFaint ? largestFaintDb : largestToneDb, Math.max(-largestToneDb, asked));
    if (given !== asked) limits[isFaint ? 'emptyHz' : 'farHz'].push(band.hz);
    const isAudible = band.side > 0 && db(loudest / band.side) < silentDb;
    return { band, toneDb: given, widthDb: isAudible ? clamp(widthDb, largestWidthDb) * intensity.width : 0 };
  });
  return { steps, limits };
}

/**
 * The steps, corrected by what became of them: `before` are the differences of the song, `after` those of the song behind the
 * chain, `wanted` what should have changed. Filters blur steps between neighbours, and dynamics answer to what they hear.
 */
export function correctSteps(
  steps: readonly ToneStep[],
  { wanted, before, after }: Record<'wanted' | 'before' | 'after', readonly ToneStep[]>,
): ToneStep[] {
  return steps.map((step) => {
    const at = (list: readonly ToneStep[]) => list.find(({ band }) => band.hz === step.band.hz);
    const [aim, was, is] = [at(wanted), at(before), at(after)];
    if (!aim || !was || !is) return step;
    const missed = (read: (one: ToneStep) => number) => read(aim) - (read(was) - read(is));
    const corrected = (value: number, missedDb: number) =>
      clamp(value + clamp(missedDb, largestCorrectionDb), curveLimitDb);
    return {
      band: step.band,
      toneDb: corrected(
        step.toneDb,
        missed(({ toneDb }) => toneDb),
      ),
      widthDb:
        aim.widthDb === 0
          ? 0
          : corrected(
              step.widthDb,
              missed(({ widthDb }) => widthDb),
            ),
    };
  });
}

/** The points of a tone curve: both channels together change by `toneDb`, whatever the side does against the mid. */
export function curveOf(steps: readonly ToneStep[]): Pick<MasterRecipe['toneCurve'], 'mid' | 'side'> {
  const points = steps.map(({ band: { hz, mid, side }, toneDb, widthDb }) => {
    const midDb = toneDb - db((mid + side * 10 ** (widthDb / 10)) / (mid + side));
    return { hz, midDb, sideDb: midDb + widthDb };
  });
  return {
    mid: points.map(({ hz, midDb }) => ({ hz, db: clamp(midDb, curveLimitDb) })),
    side: points.map(({ hz, sideDb }) => ({ hz, db: clamp(sideDb, curveLimitDb) })),
  };
}
