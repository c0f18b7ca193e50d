import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { type Author, eventActor } from '../access/author.ts';
import { endAccess } from '../access/end-access.ts';
import { loadMemberFor, loadProjectFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import { settleVotes } from '../blind-tests/settle-votes.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { endInvitations } from '../invitations/end-invitations.ts';
import { endShareLinks } from '../share-links/end-share-links.ts';
import { changeProject } from '../transaction.ts';

export const removeMemberInput = z.object({
  memberId: idSchema,
  /** Also ends the share links and open invitations that the member made; they would let the member in again. */
  revokeHandedOut: z.boolean().default(true),
});
export const leaveProjectInput = z.object({ projectId: idSchema });

/**
 * Takes a member out of a project; their sockets and streams are cut at once. The owner cannot be removed. What they gave
 * out to come in by, share links and open invitations, ends with them unless it is to stay.
 */
export async function removeMember(
  ctx: Context,
  { memberId, revokeHandedOut = true }: z.input<typeof removeMemberInput>,
): Promise<void> {
  const { record: member, access } = await loadMemberFor(ctx, memberId, 'member.remove');
  await endMembership(ctx, member.projectId, member.userId, access.author, revokeHandedOut);
}

/** Takes oneself out of a project. Throws `conflict` for the owner. */
export async function leaveProject(ctx: Context, { projectId }: z.infer<typeof leaveProjectInput>): Promise<void> {
  const { access } = await loadProjectFor(ctx, projectId, 'project.activity');
  if (access.author.userId === null) throw new Error('only members see the activity of a project');
  await endMembership(ctx, projectId, access.author.userId, access.author, false);
}

async function endMembership(
  ctx: Context,
  projectId: string,
  userId: string,
  author: Author,
  revokeHandedOut: boolean,
): Promise<void> {
  await changeProject(ctx, projectId, async (tx) => {
    const { db } = tx;
    const owned = await db.project.count({ where: { id: projectId, ownerId: userId } });
    if (owned > 0) {
      throw new AppError('conflict', 'The owner cannot leave the project. Hand it over to somebody else first.');
    }
    const member = await db.member.findUnique({ where: { projectId_userId: { projectId, userId } } });
    if (member === null) return; // Removed by somebody else meanwhile.
    await db.member.delete({ where: { id: member.id } });
    await db.notification.deleteMany({ where: { projectId, userId } });
    await addAuditEntry(db, { projectId, author, action: 'member.removed', subjectId: userId });
    await appendEvent(db, {
      projectId,
      type: 'member.removed',
      payload: { memberId: member.id, userId },
      actor: eventActor(author),
    });
    await endAccess(db, { kind: 'member', projectId, userId });
    await settleVotes(tx, projectId);
    if (!revokeHandedOut) return;
    await endShareLinks(tx, { projectId, author, which: { createdById: userId } });
    await endInvitations(tx, { projectId, author, which: { invitedById: userId } });
  });
}
