import { AppError, idSchema, notFound } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadMemberFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const transferOwnershipInput = z.object({ projectId: idSchema, memberId: idSchema });

/** Makes another artist or engineer the owner. The former owner stays a member. */
export async function transferOwnership(
  ctx: Context,
  { projectId, memberId }: z.infer<typeof transferOwnershipInput>,
): Promise<void> {
  const { record } = await loadMemberFor(ctx, memberId, 'project.transfer');
  if (record.projectId !== projectId) throw notFound('This member');
  await changeProject(ctx, projectId, async (tx) => {
    const { db } = tx;
    // Another role, or another owner, may have come just before.
    const { record: member, access } = await loadMemberFor(tx, memberId, 'project.transfer');
    if (member.role === 'client') {
      throw new AppError('conflict', 'A client cannot own a project. Make them artist or engineer first.');
    }
    await db.project.update({ where: { id: projectId }, data: { ownerId: member.userId } });
    await addAuditEntry(db, {
      projectId,
      author: access.author,
      action: 'project.transferred',
      subjectId: member.userId,
    });
    await appendEvent(db, {
      projectId,
      type: 'member.updated',
      payload: { memberId, userId: member.userId },
      actor: eventActor(access.author),
    });
  });
}
