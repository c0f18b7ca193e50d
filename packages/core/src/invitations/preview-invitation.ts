import { notFound, type Role } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { maskEmail } from '../input/email.ts';
import { hashToken } from '../secrets/token.ts';

export const previewInvitationInput = z.object({ token: z.string().max(200) });

export type InvitationPreview = { projectTitle: string; invitedBy: string; role: Role; maskedEmail: string };

/** What an invitation says before anybody signs in; reading it uses nothing up. Throws `not_found` for one that is void. */
export async function previewInvitation(
  { db, clock }: Context,
  { token }: z.infer<typeof previewInvitationInput>,
): Promise<InvitationPreview> {
  const invitation = await db.invitation.findFirst({
    where: {
      tokenHash: hashToken(token),
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: clock.now() },
      project: { deletedAt: null },
    },
    include: { project: { select: { title: true } } },
  });
  if (invitation === null) throw notFound('This invitation');
  const inviter = await db.user.findUnique({ where: { id: invitation.invitedById }, select: { name: true } });
  return {
    projectTitle: invitation.project.title,
    invitedBy: inviter?.name ?? 'Somebody',
    role: invitation.role,
    maskedEmail: maskEmail(invitation.email),
  };
}
