import type { Prisma } from '@sweetspot/prisma';
import { type Author, eventActor } from '../access/author.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import { appendEvent } from '../events/append-event.ts';
import type { TransactionContext } from '../transaction.ts';

/** Takes those of a project's invitations back that are still open, in the caller's transaction, with an event for each. */
export async function endInvitations(
  { db, clock }: TransactionContext,
  { projectId, author, which }: { projectId: string; author: Author; which: Prisma.InvitationWhereInput },
): Promise<void> {
  const invitations = await db.invitation.updateManyAndReturn({
    where: { ...which, projectId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
  for (const { id: invitationId } of invitations) {
    await addAuditEntry(db, { projectId, author, action: 'invitation.revoked', subjectId: invitationId });
    await appendEvent(db, {
      projectId,
      type: 'invitation.revoked',
      payload: { invitationId },
      actor: eventActor(author),
      visibility: 'team',
    });
  }
}
