import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { addRender, type RequestedRender } from './add-render.ts';
import { listReadyStems } from './list-ready-stems.ts';
import { makeRoughRecipe } from './make-rough-recipe.ts';

export const requestRoughMixInput = z.object({ songId: idSchema });

/** Asks for a rough mix of all stems that can be heard. Throws `conflict` when there are none. */
export async function requestRoughMix(
  ctx: Context,
  { songId }: z.infer<typeof requestRoughMixInput>,
): Promise<RequestedRender> {
  const { record: song, access } = await loadSongFor(ctx, songId, 'render.request');
  return changeProject(ctx, song.projectId, async (tx) => {
    const stems = await listReadyStems(tx.db, songId);
    if (stems.length === 0) {
      throw new AppError('conflict', 'There are no stems to mix yet. Upload some, and wait until they are read.');
    }
    return addRender(tx, {
      projectId: song.projectId,
      songId,
      kind: 'rough',
      recipe: makeRoughRecipe(stems),
      inputs: stems.map((stem) => ({ stemId: stem.id, sha256: stem.file.sha256 })),
      author: access.author,
    });
  });
}
