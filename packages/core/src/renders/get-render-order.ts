import type { Render } from '@sweetspot/prisma';
import { AppError } from '@sweetspot/protocol';
import { migrateRecipe, type Recipe } from '@sweetspot/protocol/recipes';
import type { Db } from '../context.ts';
import { renderInputsSchema } from './fingerprint.ts';

/** A file that a render reads; a stem's name and role as they were when it was asked for or are now. */
export type RenderSource = { id: string; sha256: string; name: string; role: string; analysis: unknown };

export type RenderOrder = {
  renderId: string;
  kind: Render['kind'];
  /** Null for a rough mix, whose recipe the render makes. */
  recipe: Recipe | null;
  sources: RenderSource[];
};

/** What a render job needs. Throws `gone` when the song, or what it was to be made from, was removed. */
export async function getRenderOrder(db: Db, renderId: string): Promise<RenderOrder> {
  const render = await db.render.findUnique({ where: { id: renderId }, include: { song: true } });
  if (!render || render.song.deletedAt !== null) throw new AppError('gone', 'The song was removed.');
  const inputs = renderInputsSchema.parse(render.inputs);
  const stems = await db.stem.findMany({
    where: { id: { in: inputs.flatMap(({ stemId }) => stemId ?? []) } },
    include: { file: true },
  });
  const sources = inputs.map(({ stemId, versionId, sha256 }): RenderSource => {
    if (versionId !== undefined) return { id: versionId, sha256, name: 'mix', role: 'mix', analysis: null };
    const stem = stems.find(({ id }) => id === stemId);
    if (!stem) throw new AppError('gone', 'A stem of this mix was removed for good.');
    return { id: stem.id, sha256, name: stem.name, role: stem.role, analysis: stem.file.analysis };
  });
  return {
    renderId,
    kind: render.kind,
    recipe: render.recipe === null ? null : migrateRecipe(render.recipe),
    sources,
  };
}
