import { AppError, idSchema, roleSchema } from '@sweetspot/protocol';
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
  const { access } = await loadMemberFor(ctx, memberId, 'member.update');
  const { projectId } = access;
  await changeProject(ctx, projectId, async (tx) => {
    const { db } = tx;
    // Who owns the project, and who may do this, may have changed just before.
    const { record: member, access: now } = await loadMemberFor(tx, memberId, 'member.update');
    const { userId } = member;
    if (member.project.ownerId === userId) {
      if (now.author.userId !== userId) throw new AppError('not_allowed', 'The role of the owner is theirs to change.');
      if (role === 'client')
        throw new AppError('conflict', 'An owner is artist or engineer. Hand the project over first.');
    }
    await db.member.update({ where: { id: memberId }, data: { role } });
    await addAuditEntry(db, {
      projectId,
      author: now.author,
      action: 'member.role-changed',
      subjectId: userId,
      detail: { from: member.role, to: role },
    });
    await appendEvent(db, {
      projectId,
      type: 'member.updated',
      payload: { memberId, userId },
      actor: eventActor(now.author),
    });
    await endAccess(db, { kind: 'member', projectId, userId });
  });
}
