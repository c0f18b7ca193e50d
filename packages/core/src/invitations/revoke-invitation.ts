import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadInvitationFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const revokeInvitationInput = z.object({ invitationId: idSchema });

/** Takes an open invitation back; its link then leads nowhere. */
export async function revokeInvitation(
  ctx: Context,
  { invitationId }: z.infer<typeof revokeInvitationInput>,
): Promise<void> {
  const { record: invitation, access } = await loadInvitationFor(ctx, invitationId, 'member.invite');
  const { projectId } = invitation;
  await changeProject(ctx, projectId, async ({ db, clock }) => {
    const { count } = await db.invitation.updateMany({
      where: { id: invitationId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: clock.now() },
    });
    if (count === 0) return; // Accepted or revoked meanwhile.
    await addAuditEntry(db, {
      projectId,
      author: access.author,
      action: 'invitation.revoked',
      subjectId: invitationId,
    });
    await appendEvent(db, {
      projectId,
      type: 'invitation.revoked',
      payload: { invitationId },
      actor: eventActor(access.author),
      visibility: 'team',
    });
  });
}
