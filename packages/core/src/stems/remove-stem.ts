import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadStemFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const removeStemInput = z.object({ stemId: idSchema });

/** Takes a stem out of its song. What was rendered from it stays. */
export async function removeStem(ctx: Context, { stemId }: z.infer<typeof removeStemInput>): Promise<void> {
  const { record: stem, access } = await loadStemFor(ctx, stemId, 'stem.remove');
  const { projectId } = access;
  await changeProject(ctx, projectId, async ({ db, clock }) => {
    const { count } = await db.stem.updateMany({
      where: { id: stemId, removedAt: null },
      data: { removedAt: clock.now() },
    });
    if (count === 0) return; // Removed by somebody else meanwhile.
    await appendEvent(db, {
      projectId,
      type: 'stem.removed',
      payload: { songId: stem.songId, stemId },
      actor: eventActor(access.author),
    });
  });
}
