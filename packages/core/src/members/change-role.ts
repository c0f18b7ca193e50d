import { AppError, idSchema, notFound, roleSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { endAccess } from '../access/end-access.ts';
import { loadMemberFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const changeRoleInput = z.object({ memberId: idSchema, role: roleSchema });

/** Gives a member another role. The owner's is changed by the owner alone, and never to client. */
export async function changeRole(ctx: Context, { memberId, role }: z.infer<typeof changeRoleInput>): Promise<void> {
  const { record: member, access } = await loadMemberFor(ctx, memberId, 'member.update');
  const { projectId, userId } = member;
  if (member.project.ownerId === userId) {
    if (access.author.userId !== userId)
      throw new AppError('not_allowed', 'The role of the owner is theirs to change.');
    if (role === 'client')
      throw new AppError('conflict', 'An owner is artist or engineer. Hand the project over first.');
  }
  await changeProject(ctx, projectId, async ({ db }) => {
    const { count } = await db.member.updateMany({ where: { id: memberId }, data: { role } });
    if (count === 0) throw notFound('This member');
    await addAuditEntry(db, {
      projectId,
      author: access.author,
      action: 'member.role-changed',
      subjectId: userId,
      detail: { from: member.role, to: role },
    });
    await appendEvent(db, {
      projectId,
      type: 'member.updated',
      payload: { memberId, userId },
      actor: eventActor(access.author),
    });
    await endAccess(db, { kind: 'member', projectId, userId });
  });
}
