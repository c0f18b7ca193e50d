import { stemRoles } from '@sweetspot/dsp';
import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadStemFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { lineSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';

export const updateStemInput = z.object({
  stemId: idSchema,
  name: lineSchema('The name', 200).optional(),
  role: z.enum(stemRoles, 'This is not a role that a stem can have.').optional(),
});

/** Changes what is given and leaves the rest. */
export async function updateStem(ctx: Context, { stemId, ...data }: z.infer<typeof updateStemInput>): Promise<void> {
  const { record: stem, access } = await loadStemFor(ctx, stemId, 'stem.update');
  const { projectId } = access;
  await changeProject(ctx, projectId, async ({ db }) => {
    await db.stem.update({ where: { id: stemId }, data });
    await appendEvent(db, {
      projectId,
      type: 'stem.updated',
      payload: { songId: stem.songId, stemId },
      actor: eventActor(access.author),
    });
  });
}
