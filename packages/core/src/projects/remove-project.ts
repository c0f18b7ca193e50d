import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { endAccess } from '../access/end-access.ts';
import { loadProjectFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const removeProjectInput = z.object({ projectId: idSchema });

/** Removes a project from everybody's sight, cancels its work and cuts who is in it. */
export async function removeProject(ctx: Context, { projectId }: z.infer<typeof removeProjectInput>): Promise<void> {
  const { access } = await loadProjectFor(ctx, projectId, 'project.remove');
  await changeProject(ctx, projectId, async ({ db, clock }) => {
    const now = clock.now();
    await db.project.update({ where: { id: projectId }, data: { deletedAt: now } });
    await db.job.updateMany({
      where: { projectId, state: { in: ['queued', 'running'] }, cancelRequestedAt: null },
      data: { cancelRequestedAt: now },
    });
    await addAuditEntry(db, { projectId, author: access.author, action: 'project.removed', subjectId: projectId });
    await appendEvent(db, { projectId, type: 'project.deleted', payload: {}, actor: eventActor(access.author) });
    await endAccess(db, { kind: 'project', projectId });
  });
}
