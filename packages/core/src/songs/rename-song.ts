import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { lineSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';

export const renameSongInput = z.object({ songId: idSchema, title: lineSchema('The title') });

export async function renameSong(ctx: Context, { songId, title }: z.infer<typeof renameSongInput>): Promise<void> {
  const { access } = await loadSongFor(ctx, songId, 'song.update');
  const { projectId } = access;
  await changeProject(ctx, projectId, async ({ db }) => {
    await db.song.update({ where: { id: songId }, data: { title } });
    await appendEvent(db, {
      projectId,
      type: 'song.updated',
      payload: { songId },
      actor: eventActor(access.author),
    });
  });
}
