import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const reorderStemsInput = z.object({ songId: idSchema, stemIds: z.array(idSchema).min(1).max(500) });

/** Puts all stems of a song in an order. Throws `conflict` when these are not exactly its stems. */
export async function reorderStems(
  ctx: Context,
  { songId, stemIds }: z.infer<typeof reorderStemsInput>,
): Promise<void> {
  const { access } = await loadSongFor(ctx, songId, 'stem.update');
  const { projectId } = access;
  await changeProject(ctx, projectId, async ({ db }) => {
    const stems = await db.stem.findMany({ where: { songId, removedAt: null }, select: { id: true } });
    const wanted = new Set(stemIds);
    if (wanted.size !== stemIds.length || wanted.size !== stems.length || !stems.every(({ id }) => wanted.has(id))) {
      throw new AppError('conflict', 'The stems of this song have changed meanwhile. Reload and order them again.');
    }
    await db.$executeRaw`
      UPDATE "Stem" SET "position" = "wanted"."position" - 1
      FROM unnest(${stemIds}::uuid[]) WITH ORDINALITY AS "wanted" ("id", "position")
      WHERE "Stem"."id" = "wanted"."id" AND "Stem"."songId" = ${songId}::uuid`;
    await appendEvent(db, {
      projectId,
      type: 'song.updated',
      payload: { songId },
      actor: eventActor(access.author),
    });
  });
}
