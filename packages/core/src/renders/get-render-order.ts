import { AppError, versionLabel } from '@sweetspot/protocol';
import { migrateRecipe, type Recipe } from '@sweetspot/protocol/recipes';
import type { Db } from '../context.ts';
import { type RenderInputs, renderInputsSchema } from './fingerprint.ts';

export type RenderOrder = {
  renderId: string;
  recipe: Recipe;
  /** The originals to read, by the id of their stem or version. */
  sources: { id: string; sha256: string }[];
  /** The originals of the records that are to be matched, by their hash. */
  references: string[];
};

/**
 * What a render job needs. Throws `gone` when the song, or a reference that is to be matched, was removed, or when the bytes
 * of an input were given up, long after it was removed.
 */
export async function getRenderOrder(db: Db, renderId: string): Promise<RenderOrder> {
  const render = await db.render.findUnique({ where: { id: renderId }, include: { song: true } });
  if (!render || render.song.deletedAt !== null) throw new AppError('gone', 'The song was removed.');
  const inputs = renderInputsSchema.parse(render.inputs);
  const references = inputs.filter(({ reference }) => reference);
  await refuseRemoved(db, references);
  await refuseFreed(db, inputs);
  const sources = inputs
    .filter(({ reference }) => !reference)
    .map(({ stemId, versionId, sha256 }) => ({ id: stemId ?? versionId ?? sha256, sha256 }));
  const recipe = migrateRecipe(render.recipe);
  return { renderId, recipe, sources, references: references.map(({ sha256 }) => sha256) };
}

async function refuseFreed(db: Db, inputs: RenderInputs): Promise<void> {
  const hashes = [...new Set(inputs.map(({ sha256 }) => sha256))];
  const kept = await db.audioFile.groupBy({ by: 'sha256', where: { sha256: { in: hashes }, freedAt: null } });
  if (kept.length === hashes.length) return;
  throw new AppError(
    'gone',
    'Files that this was to be made of were removed long ago. Start from those there are now.',
  );
}

async function refuseRemoved(db: Db, references: RenderInputs): Promise<void> {
  const ids = references.flatMap(({ versionId }) => versionId ?? []);
  const removed = await db.version.findFirst({
    where: { id: { in: ids }, OR: [{ removedAt: { not: null } }, { song: { deletedAt: { not: null } } }] },
  });
  if (removed) throw new AppError('gone', `${versionLabel(removed)} was removed; ask for the master without it.`);
}
