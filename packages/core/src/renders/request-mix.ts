import { AppError, idSchema } from '@sweetspot/protocol';
import { mixRecipeSchema, type Strip } from '@sweetspot/protocol/recipes';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { optionalLineSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';
import { addRender, type RequestedRender } from './add-render.ts';
import type { RenderInputs } from './fingerprint.ts';
import { listReadyStems } from './list-ready-stems.ts';

export const requestMixInput = z.object({
  songId: idSchema,
  recipe: mixRecipeSchema,
  /** Of the version to be. */
  name: optionalLineSchema('The name of a version').optional(),
});

/**
 * Asks for a mix by a recipe; the same recipe on the same stems answers the version that it made. Throws `conflict` when
 * the recipe names a stem that is not there (any more) or cannot be heard yet.
 */
export async function requestMix(
  ctx: Context,
  { songId, recipe, name }: z.infer<typeof requestMixInput>,
): Promise<RequestedRender> {
  const { record: song, access } = await loadSongFor(ctx, songId, 'render.request');
  return changeProject(ctx, song.projectId, async (tx) => {
    const stems = await listReadyStems(tx.db, songId);
    const inputs = firstOfEachStem(recipe.strips).map((strip): RenderInputs[number] => {
      const stem = stems.find(({ id }) => id === strip.stemId);
      if (stem) return { stemId: stem.id, sha256: stem.file.sha256 };
      throw new AppError('conflict', `The stem “${strip.name}” is not there, or is not read yet. Reload the console.`);
    });
    return addRender(tx, {
      projectId: song.projectId,
      songId,
      kind: 'mix',
      recipe,
      inputs,
      author: access.author,
      name,
    });
  });
}

/** A parallel split has two strips of one stem, which is read once. */
const firstOfEachStem = (strips: readonly Strip[]): Strip[] =>
  strips.filter(({ stemId }, index) => strips.findIndex((strip) => strip.stemId === stemId) === index);
