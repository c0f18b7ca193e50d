import { AppError, idSchema, roleSchema } from '@sweetspot/protocol';
import type { InvitationView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadProjectFor } from '../access/load.ts';
import { mayAssignRole } from '../access/policy.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { emailSchema } from '../input/email.ts';
import { addMail } from '../mail/add-mail.ts';
import { invitationMail } from '../mail/mails.ts';
import { invitationView } from '../members/member-view.ts';
import { hashToken, newToken } from '../secrets/token.ts';
import { changeProject } from '../transaction.ts';

export const addInvitationInput = z.object({ projectId: idSchema, email: emailSchema, role: roleSchema });

const daysValid = 14;
const openAtMost = 100;

/** Invites somebody by mail. An open invitation to the same address is replaced, so this also sends it again. */
export async function addInvitation(
  ctx: Context,
  { projectId, email, role }: z.infer<typeof addInvitationInput>,
): Promise<InvitationView> {
  await loadProjectFor(ctx, projectId, 'member.invite');
  const token = newToken();

  return changeProject(ctx, projectId, async (tx) => {
    const { db, clock } = tx;
    // Whoever lost the right just before lets nobody in any more.
    const { record: project, access } = await loadProjectFor(tx, projectId, 'member.invite');
    if (!mayAssignRole(access.grants, role)) {
      throw new AppError('not_allowed', 'Engineers invite engineers and clients; artists are invited by an artist.');
    }
    const invitedById = access.author.userId;
    if (invitedById === null) throw new Error('only members invite people');
    const members = await db.member.count({ where: { projectId, user: { email } } });
    if (members > 0) throw new AppError('conflict', 'This person is a member already.');
    const now = clock.now();
    const open = { projectId, acceptedAt: null, revokedAt: null };
    await db.invitation.updateMany({ where: { ...open, email }, data: { revokedAt: now } });
    if ((await db.invitation.count({ where: { ...open, expiresAt: { gt: now } } })) >= openAtMost) {
      throw new AppError('too_many', `There are ${openAtMost} open invitations. Revoke some first.`);
    }
    const invitation = await db.invitation.create({
      data: {
        projectId,
        email,
        role,
        invitedById,
        tokenHash: hashToken(token),
        createdAt: now,
        expiresAt: new Date(now.getTime() + daysValid * 86_400_000),
      },
    });
    await addMail(
      db,
      email,
      invitationMail({
        invitedBy: access.author.name,
        projectTitle: project.title,
        role,
        url: `${ctx.baseUrl}/invite/${token}`,
      }),
    );
    await addAuditEntry(db, {
      projectId,
      author: access.author,
      action: 'invitation.added',
      subjectId: invitation.id,
      detail: { email, role },
    });
    await appendEvent(db, {
      projectId,
      type: 'invitation.added',
      payload: { invitationId: invitation.id },
      actor: eventActor(access.author),
      visibility: 'team',
    });
    return invitationView(invitation);
  });
}
