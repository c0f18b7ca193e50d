import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const removeSongInput = z.object({ songId: idSchema });

/** Removes a song from everybody's sight and cancels its work. */
export async function removeSong(ctx: Context, { songId }: z.infer<typeof removeSongInput>): Promise<void> {
  const { access } = await loadSongFor(ctx, songId, 'song.remove');
  const { projectId } = access;
  await changeProject(ctx, projectId, async ({ db, clock }) => {
    const now = clock.now();
    const { count } = await db.song.updateMany({ where: { id: songId, deletedAt: null }, data: { deletedAt: now } });
    if (count === 0) return; // Removed by somebody else meanwhile.
    await db.job.updateMany({
      where: { songId, state: { in: ['queued', 'running'] }, cancelRequestedAt: null },
      data: { cancelRequestedAt: now },
    });
    await db.notification.deleteMany({ where: { songId } });
    await appendEvent(db, {
      projectId,
      type: 'song.removed',
      payload: { songId },
      actor: eventActor(access.author),
    });
  });
}
