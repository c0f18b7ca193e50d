import type { MasterRecipe } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from '../ingest.ts';
import { listenForMatch } from './listen-for-match.ts';
import { fullMatch, type MatchIntensity, planMatch, planTone } from './plan-match.ts';
import { correctSteps, curveOf, differencesTo } from './tone-steps.ts';

export interface MatchInput {
  songPath: string;
  references: readonly { path: string; weight?: number }[];
  /** Whatever the match does not write is taken from here: ceiling, EQ, width, depth, phase of the curve. */
  base: MasterRecipe;
  intensity?: MatchIntensity;
}

/** The song is listened to behind the whole chain and the curve corrected so often. */
const corrections = 3;

/**
 * A master recipe that brings a song near its references: listens to all of them, plans, then listens to the song behind the
 * whole chain and corrects the curve by what filter and dynamics made of it. Render it with `renderMaster`, or edit it first.
 */
export async function matchReferences(
  { songPath, references, base, intensity = fullMatch }: MatchInput,
  { signal, onProgress }: TaskOptions = {},
): Promise<MasterRecipe> {
  const listens = 1 + references.length + corrections;
  let done = 0;
  const step = <Result>(result: Result): Result => {
    done += 1;
    onProgress?.(done / listens);
    return result;
  };
  const song = step(await listenForMatch(songPath, { signal }));
  const profiles = [];
  for (const { path, weight = 1 } of references) {
    profiles.push({ profile: step(await listenForMatch(path, { signal })), weight });
  }
  const recipe = planMatch(song, profiles, base, intensity);
  const wanted = planTone(song, profiles, intensity).steps;
  if (wanted.length === 0) return recipe;
  const before = differencesTo(song, profiles);
  let steps = wanted;
  let { toneCurve } = recipe;
  let driveDb = limitedDrive(recipe.targetLufs - song.integratedLufs - recipe.inputGainDb);
  for (let round = 0; round < corrections; round += 1) {
    const chain = { ...recipe, toneCurve, driveDb };
    const heard = step(await listenForMatch(songPath, { signal, chain, sections: song.sections }));
    steps = correctSteps(steps, { wanted, before, after: differencesTo(heard, profiles) });
    toneCurve = { ...toneCurve, ...curveOf(steps) };
    driveDb = limitedDrive(driveDb + recipe.targetLufs - heard.integratedLufs);
  }
  return { ...recipe, toneCurve };
}

const limitedDrive = (db: number): number => Math.min(40, Math.max(-40, db));
