import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { countAttempt } from '../audit/count-attempt.ts';
import type { Context } from '../context.ts';
import { emailSchema } from '../input/email.ts';
import { typedPasswordSchema } from '../input/password.ts';
import { verifyPassword } from '../secrets/password.ts';
import { hashToken } from '../secrets/token.ts';
import { type Session, sessionOf } from './session.ts';

export const verifyCredentialsInput = z.object({ email: emailSchema, password: typedPasswordSchema });

/**
 * Signs in by password. Unknown address and wrong password look alike and take alike. Throws `not_signed_in`, or
 * `too_many` after ten wrong passwords in fifteen minutes.
 */
export async function verifyCredentials(
  ctx: Context,
  { email, password }: z.infer<typeof verifyCredentialsInput>,
): Promise<Session> {
  const takeBack = await countAttempt(ctx, {
    action: 'sign-in.refused',
    subjectId: hashToken(email),
    projectId: null,
    limit: 10,
    withinMinutes: 15,
  });
  const user = await ctx.db.user.findFirst({ where: { email, deletedAt: null } });
  const right = await verifyPassword(user?.passwordHash ?? null, password);
  if (user === null || !right) throw new AppError('not_signed_in', 'The e-mail address or the password is wrong.');
  await takeBack();
  return sessionOf(user);
}
