import type { Prisma } from '@sweetspot/prisma';
import { AppError } from '@sweetspot/protocol';
import { type Recipe, recipeSchema } from '@sweetspot/protocol/recipes';
import { addFile } from '../ingest/add-file.ts';
import type { TransactionContext } from '../transaction.ts';
import { renderInputsSchema } from './fingerprint.ts';

/**
 * Makes a version of what was rendered and stored as an original: its file, its recipe, what it was made from, and the
 * job that reads it like any other. Part of the transaction in which the render's job succeeds.
 */
export async function publishRender(
  tx: TransactionContext,
  renderId: string,
  outcome: {
    sha256: string;
    sizeBytes: bigint;
    /** The recipe as it was rendered: complete for a rough mix, with the found gain for a master. */
    recipe: Recipe;
    /** What the render says of what it wrote: loudness, gain that was taken off … */
    result: object;
  },
): Promise<{ versionId: string; fileId: string; jobId: string }> {
  const render = await tx.db.render.findUnique({ where: { id: renderId }, include: { song: true } });
  if (!render || render.song.deletedAt !== null) {
    throw new AppError('gone', 'The song was removed while it was being rendered.');
  }
  const recipe = recipeSchema.parse(outcome.recipe);
  const requester =
    render.requestedById &&
    (await tx.db.user.findUnique({ where: { id: render.requestedById }, select: { name: true } }));
  const added = await addFile(tx, {
    projectId: render.song.projectId,
    songId: render.songId,
    purpose: render.kind,
    fileName: (label) => `${render.song.title} - ${label}.wav`,
    sizeBytes: outcome.sizeBytes,
    sha256: outcome.sha256,
    author: { userId: render.requestedById, guestId: null, name: requester ? requester.name : 'Sweetspot' },
    version: {
      name: render.name,
      recipe,
      renderId,
      parentId: renderInputsSchema.parse(render.inputs).find(({ versionId }) => versionId)?.versionId ?? null,
    },
  });
  await tx.db.render.update({
    where: { id: renderId },
    data: { result: JSON.parse(JSON.stringify(outcome.result)) as Prisma.InputJsonObject, recipe },
  });
  return { versionId: added.versionId!, fileId: added.fileId, jobId: added.jobId };
}
