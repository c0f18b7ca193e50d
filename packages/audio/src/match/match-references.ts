import type { MasterRecipe } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from '../ingest.ts';
import { type BandPower, listenForMatch } from './listen-for-match.ts';
import { fullMatch, type MatchIntensity, planMatch } from './plan-match.ts';

export interface MatchInput {
  songPath: string;
  references: readonly { path: string; weight?: number }[];
  /** Whatever the match does not write is taken from here: ceiling, EQ, width, depth, phase of the curve. */
  base: MasterRecipe;
  intensity?: MatchIntensity;
}

/** Where bands next to each other move far apart a filter blurs them; it is listened to and corrected so often. */
const corrections = 2;
const largestCorrectionDb = 6;
const curveLimitDb = 24;

/**
 * A master recipe that brings a song near its references: listens to all of them, plans, then listens to the song behind the
 * curve and corrects the points by what the filter missed. Render it with `renderMaster`, or edit it first.
 */
export async function matchReferences(
  { songPath, references, base, intensity = fullMatch }: MatchInput,
  { signal, onProgress }: TaskOptions = {},
): Promise<MasterRecipe> {
  const steps = 1 + references.length + corrections;
  let done = 0;
  const step = <Result>(result: Result): Result => {
    done += 1;
    onProgress?.(done / steps);
    return result;
  };
  const song = step(await listenForMatch(songPath, { signal }));
  const profiles = [];
  for (const { path, weight = 1 } of references) {
    profiles.push({ profile: step(await listenForMatch(path, { signal })), weight });
  }
  const recipe = planMatch(song, profiles, base, intensity);
  const wanted = recipe.toneCurve;
  if (!wanted.enabled) return recipe;
  let curve = wanted;
  for (let round = 0; round < corrections; round += 1) {
    const heard = step(await listenForMatch(songPath, { signal, toneCurve: curve }));
    curve = {
      ...curve,
      mid: corrected(curve.mid, wanted.mid, song.bands, heard.bands, 'mid'),
      side: corrected(curve.side, wanted.side, song.bands, heard.bands, 'side'),
    };
  }
  return { ...recipe, toneCurve: curve };
}

type Points = MasterRecipe['toneCurve']['mid'];

function corrected(
  points: Points,
  wanted: Points,
  before: readonly BandPower[],
  after: readonly BandPower[],
  channel: 'mid' | 'side',
): Points {
  const limited = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));
  return points.map(({ hz, db }, at) => {
    const was = before.find((band) => band.hz === hz)?.[channel] ?? 0;
    const is = after.find((band) => band.hz === hz)?.[channel] ?? 0;
    if (was <= 0 || is <= 0) return { hz, db };
    const missed = wanted[at]!.db - 10 * Math.log10(is / was);
    return { hz, db: limited(db + limited(missed, largestCorrectionDb), curveLimitDb) };
  });
}
