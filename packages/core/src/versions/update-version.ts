import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadVersionFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { optionalLineSchema, textSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';

export const updateVersionInput = z.object({
  versionId: idSchema,
  name: optionalLineSchema('The name').optional(),
  notes: textSchema('The notes', 10_000, 0).optional(),
});

/** Changes the name and the notes of a version; its sound never changes. */
export async function updateVersion(
  ctx: Context,
  { versionId, ...data }: z.infer<typeof updateVersionInput>,
): Promise<void> {
  const { record: version, access } = await loadVersionFor(ctx, versionId, 'version.update');
  const { projectId } = access;
  await changeProject(ctx, projectId, async ({ db }) => {
    await db.version.update({ where: { id: versionId }, data });
    await appendEvent(db, {
      projectId,
      type: 'version.updated',
      payload: { songId: version.songId, versionId },
      actor: eventActor(access.author),
    });
  });
}
