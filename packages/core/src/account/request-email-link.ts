import type { TokenPurpose } from '@sweetspot/prisma';
import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { countAttempt } from '../audit/count-attempt.ts';
import type { Context } from '../context.ts';
import { emailSchema } from '../input/email.ts';
import { addMail } from '../mail/add-mail.ts';
import { passwordResetMail, signInLinkMail } from '../mail/mails.ts';
import { hashToken } from '../secrets/token.ts';
import { inTransaction } from '../transaction.ts';
import { addEmailToken } from './email-token.ts';

export const requestEmailLinkInput = z.object({ email: emailSchema });
type RequestEmailLink = z.infer<typeof requestEmailLinkInput>;

/** Mails a link to choose a new password. Answers the same whether there is an account or not. */
export const requestPasswordReset = (ctx: Context, input: RequestEmailLink): Promise<void> =>
  requestEmailLink(ctx, input.email, 'reset_password');

/** Mails a link to sign in. Answers the same whether there is an account or not. */
export const requestSignInLink = (ctx: Context, input: RequestEmailLink): Promise<void> =>
  requestEmailLink(ctx, input.email, 'sign_in');

/** At most five mails to an address in fifteen minutes; more are left out in silence, as for an unknown address. */
async function requestEmailLink(ctx: Context, email: string, purpose: TokenPurpose): Promise<void> {
  try {
    await countAttempt(ctx, {
      action: 'mail.requested',
      subjectId: hashToken(email),
      projectId: null,
      // The inbox is what is spared, whoever asks.
      ip: null,
      limit: 5,
      withinMinutes: 15,
      takesTurns: false,
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many') {
      ctx.log.warn({ purpose }, 'too many links by mail were asked for');
      return;
    }
    throw error;
  }
  await inTransaction(ctx, async (tx) => {
    const user = await tx.db.user.findFirst({ where: { email, deletedAt: null }, select: { id: true } });
    if (user === null) return;
    const token = await addEmailToken(tx, email, purpose);
    await addMail(
      tx.db,
      email,
      purpose === 'sign_in'
        ? signInLinkMail(`${ctx.baseUrl}/sign-in/link/${token}`)
        : passwordResetMail(`${ctx.baseUrl}/reset/${token}`),
    );
  });
}
