import type { MasterRecipe, Match, MatchBand } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from '../ingest.ts';
import { MediaError } from '../media-error.ts';
import { listenForMatch } from './listen-for-match.ts';
import { planMatch, planTone } from './plan-match.ts';
import { correctSteps, curveOf, differencesTo, type ToneStep } from './tone-steps.ts';

export interface MatchInput {
  songPath: string;
  /** Asks for the match. Whatever that does not write stays as it is: ceiling, EQ, width, depth, phase of the curve. */
  recipe: MasterRecipe & { match: Match };
  /** Of the references, by their hash. */
  referencePaths: Record<string, string>;
}

/** The song is listened to behind the whole chain and the curve corrected so often. */
const corrections = 3;

/**
 * A master recipe that brings a song near its references: listens to all of them, plans, then listens to the song behind the
 * whole chain and corrects the curve by what filter and dynamics made of it. What was far apart and what is left stands in its
 * `match`. Render it with `renderMaster`, or edit it first. Throws MediaError: `empty` for what is silent or short.
 */
export async function matchReferences(
  { songPath, recipe: asked, referencePaths }: MatchInput,
  { signal, onProgress }: TaskOptions = {},
): Promise<MasterRecipe> {
  const { references, intensity } = asked.match;
  const listens = 1 + references.length + corrections + 1;
  let done = 0;
  const step = <Result>(result: Result): Result => {
    done += 1;
    onProgress?.(done / listens);
    return result;
  };
  const profiles = [];
  for (const { sha256, name, weight } of references) {
    const path = referencePaths[sha256];
    const label = `The reference “${name}”`;
    if (path === undefined) throw new MediaError('mismatched_inputs', `${label} is not given.`);
    profiles.push({ profile: step(await listenForMatch(path, { signal, label })), weight });
  }
  const song = step(await listenForMatch(songPath, { signal, label: 'The song' }));
  const recipe = planMatch(song, profiles, asked, intensity);
  const wanted = planTone(song, profiles, intensity).steps;
  const before = differencesTo(song, profiles);
  let steps = wanted;
  let { toneCurve } = recipe;
  let driveDb = limitedDrive(recipe.targetLufs - song.integratedLufs - recipe.inputGainDb);
  for (let round = 0; ; round += 1) {
    const chain = { ...recipe, toneCurve, driveDb };
    const heard = step(await listenForMatch(songPath, { signal, chain, sections: song.sections, label: 'The song' }));
    const after = differencesTo(heard, profiles);
    if (wanted.length === 0 || round === corrections) {
      return { ...recipe, toneCurve, match: { ...asked.match, found: bandsOf(before, after) } };
    }
    steps = correctSteps(steps, { wanted, before, after });
    toneCurve = { ...toneCurve, ...curveOf(steps) };
    driveDb = limitedDrive(driveDb + recipe.targetLufs - heard.integratedLufs);
  }
}

const limitedDrive = (db: number): number => Math.min(40, Math.max(-40, db));

/** Of the bands that were heard both times. The steps say what is missing, which is the other way round. */
function bandsOf(before: readonly ToneStep[], after: readonly ToneStep[]): MatchBand[] {
  return before.flatMap(({ band: { hz }, toneDb }) => {
    const now = after.find(({ band }) => band.hz === hz);
    return now ? [{ hz, beforeDb: -toneDb, afterDb: -now.toneDb }] : [];
  });
}
