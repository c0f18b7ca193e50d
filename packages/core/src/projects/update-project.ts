import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadProjectFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { lineSchema, optionalLineSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';

export const updateProjectInput = z.object({
  projectId: idSchema,
  title: lineSchema('The title').optional(),
  artistName: optionalLineSchema('The artist').optional(),
});

/** Changes what is given and leaves the rest. */
export async function updateProject(
  ctx: Context,
  { projectId, ...data }: z.infer<typeof updateProjectInput>,
): Promise<void> {
  const { access } = await loadProjectFor(ctx, projectId, 'project.update');
  await changeProject(ctx, projectId, async ({ db }) => {
    await db.project.update({ where: { id: projectId }, data });
    await appendEvent(db, { projectId, type: 'project.updated', payload: {}, actor: eventActor(access.author) });
  });
}
