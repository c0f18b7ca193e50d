import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadProjectFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { lineSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';

export const addSongInput = z.object({
  /** Made by the client, so that sending twice makes one song. */
  id: idSchema.optional(),
  projectId: idSchema,
  title: lineSchema('The title'),
});

const songsAtMost = 500;

/** Adds a song at the end of a project, in the stage tracking. */
export async function addSong(
  ctx: Context,
  { id, projectId, title }: z.infer<typeof addSongInput>,
): Promise<{ id: string }> {
  const { access } = await loadProjectFor(ctx, projectId, 'song.add');
  return changeProject(ctx, projectId, async ({ db }) => {
    if (id !== undefined) {
      const sent = await db.song.findUnique({ where: { id } });
      if (sent?.projectId === projectId && sent.deletedAt === null) return { id };
      if (sent !== null) throw new AppError('conflict', 'This id belongs to something else. Reload the page.');
    }
    const { _max, _count } = await db.song.aggregate({
      where: { projectId, deletedAt: null },
      _max: { position: true },
      _count: true,
    });
    if (_count >= songsAtMost) throw new AppError('too_many', `A project holds ${songsAtMost} songs at most.`);
    const song = await db.song.create({ data: { id, projectId, title, position: (_max.position ?? -1) + 1 } });
    await appendEvent(db, {
      projectId,
      type: 'song.added',
      payload: { songId: song.id },
      actor: eventActor(access.author),
    });
    return { id: song.id };
  });
}
