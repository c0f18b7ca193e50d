import { AppError } from '@sweetspot/protocol';
import { migrateRecipe, type Recipe } from '@sweetspot/protocol/recipes';
import type { Db } from '../context.ts';
import { renderInputsSchema } from './fingerprint.ts';

export type RenderOrder = {
  renderId: string;
  recipe: Recipe;
  /** The originals to read, by the id of their stem or version. */
  sources: { id: string; sha256: string }[];
};

/** What a render job needs. Throws `gone` when the song was removed. */
export async function getRenderOrder(db: Db, renderId: string): Promise<RenderOrder> {
  const render = await db.render.findUnique({ where: { id: renderId }, include: { song: true } });
  if (!render || render.song.deletedAt !== null) throw new AppError('gone', 'The song was removed.');
  const sources = renderInputsSchema.parse(render.inputs).map(({ stemId, versionId, sha256 }) => ({
    id: stemId ?? versionId ?? sha256,
    sha256,
  }));
  return { renderId, recipe: migrateRecipe(render.recipe), sources };
}
