import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../secrets/token.ts';

export type OutboxMail = {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  createdAt: Date;
  sentAt: Date | null;
};

const newest = {
  orderBy: { createdAt: 'desc' },
  take: 200,
  select: { id: true, recipient: true, subject: true, text: true, html: true, createdAt: true, sentAt: true },
} as const;

/**
 * The newest two hundred mails of this installation, for the outbox page of one that cannot send any. They carry links
 * that sign people in and that change passwords: the caller must make sure that no mail server is set and who is asking.
 */
export async function listOutbox({ db }: Context): Promise<OutboxMail[]> {
  return db.mail.findMany(newest);
}

/**
 * The mails of the open invitations that the signed-in person sent to projects they are in, so that they can hand the
 * links on where no mail is sent. Links of anybody's account are not among them.
 */
export async function listOwnInvitationMails(ctx: Context): Promise<OutboxMail[]> {
  const { id: userId } = await requireUser(ctx);
  const invitations = await ctx.db.invitation.findMany({
    where: {
      invitedById: userId,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: ctx.clock.now() },
      project: { deletedAt: null, members: { some: { userId } } },
    },
    select: { email: true, tokenHash: true },
  });
  const open = new Set(invitations.map(({ tokenHash }) => tokenHash));
  const recipient = { in: invitations.map(({ email }) => email) };
  const mails = await ctx.db.mail.findMany({ ...newest, where: { recipient, text: { contains: '/invite/' } } });
  return mails.filter(({ text }) => {
    const token = /\/invite\/([\w-]+)/.exec(text)?.[1];
    return token !== undefined && open.has(hashToken(token));
  });
}
