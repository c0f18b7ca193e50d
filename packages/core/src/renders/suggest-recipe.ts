import { idSchema } from '@sweetspot/protocol';
import {
  commonRate,
  defaultMixRecipe,
  defaultStrip,
  type MixRecipe,
  migrateRecipe,
  type Strip,
} from '@sweetspot/protocol/recipes';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context, Db } from '../context.ts';
import { listReadyStems } from './list-ready-stems.ts';

export const suggestRecipeInput = z.object({ songId: idSchema });

/**
 * Where the console starts: the recipe of the newest mix (or rough mix) fitted to the stems that are there now, or one
 * strip per stem that changes nothing. Null while there are no stems.
 */
export async function suggestRecipe(
  ctx: Context,
  { songId }: z.infer<typeof suggestRecipeInput>,
): Promise<MixRecipe | null> {
  await loadSongFor(ctx, songId, 'render.view-recipe');
  const stems = await listReadyStems(ctx.db, songId);
  if (stems.length === 0) return null;
  const names = stems.map(({ id, name }) => ({ stemId: id, name }));
  const recipe = await findNewestMixRecipe(ctx.db, songId);
  if (recipe) return fitRecipe(recipe, names);
  return defaultMixRecipe(commonRate(stems.map(({ file }) => file.sampleRate ?? 48_000)), names);
}

/** The recipe for these stems: strips of others are gone, new stems get a strip that changes nothing, at the end. */
export function fitRecipe(recipe: MixRecipe, stems: { stemId: string; name: string }[]): MixRecipe {
  const kept = recipe.strips.flatMap((strip) => {
    const stem = stems.find(({ stemId }) => stemId === strip.stemId);
    return stem ? [{ ...strip, name: nameOf(strip, stem.name, recipe) }] : [];
  });
  const added = stems.filter(({ stemId }) => !kept.some((strip) => strip.stemId === stemId));
  const fresh = added.map(({ stemId, name }) => defaultStrip(stemId, name));
  return { ...recipe, strips: [...kept, ...fresh] };
}

/** The stem's name of today; a split keeps what its strips were called, to tell them apart. */
const nameOf = (strip: Strip, stemName: string, { strips }: MixRecipe): string =>
  strips.filter(({ stemId }) => stemId === strip.stemId).length > 1 ? strip.name : stemName;

async function findNewestMixRecipe(db: Db, songId: string): Promise<MixRecipe | null> {
  const versions = await db.version.findMany({
    where: { songId, kind: { in: ['mix', 'rough'] }, removedAt: null },
    orderBy: { createdAt: 'desc' },
    select: { kind: true, recipe: true },
  });
  const newest =
    versions.find(({ kind, recipe }) => kind === 'mix' && recipe !== null) ??
    versions.find(({ recipe }) => recipe !== null);
  if (!newest) return null;
  const recipe = migrateRecipe(newest.recipe);
  return recipe.kind === 'mix' ? recipe : null;
}
