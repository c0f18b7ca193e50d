import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadProjectFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const reorderSongsInput = z.object({ projectId: idSchema, songIds: z.array(idSchema).min(1).max(500) });

/** Puts all songs of a project in an order. Throws `conflict` when these are not exactly its songs. */
export async function reorderSongs(
  ctx: Context,
  { projectId, songIds }: z.infer<typeof reorderSongsInput>,
): Promise<void> {
  const { access } = await loadProjectFor(ctx, projectId, 'song.update');
  await changeProject(ctx, projectId, async ({ db }) => {
    const songs = await db.song.findMany({ where: { projectId, deletedAt: null }, select: { id: true } });
    const wanted = new Set(songIds);
    if (wanted.size !== songIds.length || wanted.size !== songs.length || !songs.every(({ id }) => wanted.has(id))) {
      throw new AppError('conflict', 'The songs of this project have changed meanwhile. Reload and order them again.');
    }
    await db.$executeRaw`
      UPDATE "Song" SET "position" = "wanted"."position" - 1
      FROM unnest(${songIds}::uuid[]) WITH ORDINALITY AS "wanted" ("id", "position")
      WHERE "Song"."id" = "wanted"."id" AND "Song"."projectId" = ${projectId}::uuid`;
    await appendEvent(db, { projectId, type: 'song.reordered', payload: {}, actor: eventActor(access.author) });
  });
}
