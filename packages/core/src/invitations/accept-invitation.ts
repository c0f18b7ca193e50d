import { AppError, notFound } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { requireUser } from '../access/require-user.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { maskEmail } from '../input/email.ts';
import { notify } from '../notifications/notify.ts';
import { hashToken } from '../secrets/token.ts';
import { changeProject } from '../transaction.ts';

export const acceptInvitationInput = z.object({ token: z.string().max(200) });

/**
 * Makes the signed-in person a member, if the invitation was sent to their address: a link that was passed on lets nobody
 * else in. Accepting again answers the same. Somebody who is a member already keeps their role.
 */
export async function acceptInvitation(
  ctx: Context,
  { token }: z.infer<typeof acceptInvitationInput>,
): Promise<{ projectId: string }> {
  const user = await requireUser(ctx);
  const sent = await ctx.db.invitation.findUnique({ where: { tokenHash: hashToken(token) } });
  if (sent === null) throw notFound('This invitation');
  const { projectId, role } = sent;

  return changeProject(ctx, projectId, async ({ db, clock }) => {
    const invitation = await db.invitation.findUniqueOrThrow({ where: { id: sent.id } });
    const member = await db.member.findUnique({ where: { projectId_userId: { projectId, userId: user.id } } });
    if (invitation.acceptedAt !== null && member !== null && invitation.email === user.email) return { projectId };
    const now = clock.now();
    if (invitation.acceptedAt !== null || invitation.revokedAt !== null || invitation.expiresAt <= now) {
      throw notFound('This invitation');
    }
    if (invitation.email !== user.email) {
      throw new AppError(
        'not_allowed',
        `This invitation was sent to ${maskEmail(invitation.email)}. Sign in with that address, or ask to be invited with yours.`,
      );
    }
    await db.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: now } });
    // A link that was mailed came to this address alone; where no mail is sent, whoever invited has it too.
    const mailed = await db.mail.count({
      where: { recipient: invitation.email, text: { contains: `/invite/${token}` }, sentAt: { not: null } },
    });
    if (mailed > 0) {
      await db.user.updateMany({ where: { id: user.id, emailVerifiedAt: null }, data: { emailVerifiedAt: now } });
    }
    if (member !== null) return { projectId };

    const author = { userId: user.id, guestId: null, name: user.name };
    const { id: memberId } = await db.member.create({ data: { projectId, userId: user.id, role } });
    await addAuditEntry(db, { projectId, author, action: 'member.added', subjectId: user.id, detail: { role } });
    await appendEvent(db, {
      projectId,
      type: 'member.added',
      payload: { memberId, userId: user.id },
      actor: eventActor(author),
    });
    await notify(db, {
      projectId,
      songId: null,
      type: 'member.joined',
      text: `${user.name} came into the project.`,
      to: 'team',
      exceptUserId: user.id,
    });
    return { projectId };
  });
}
