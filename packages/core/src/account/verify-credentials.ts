import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { emailSchema } from '../input/email.ts';
import { typedPasswordSchema } from '../input/password.ts';
import { verifyPassword } from '../secrets/password.ts';
import { countPasswordAttempt } from './count-password-attempt.ts';
import { noteSignIn } from './known-network.ts';
import { type Session, sessionOf } from './session.ts';

export const verifyCredentialsInput = z.object({ email: emailSchema, password: typedPasswordSchema });

/**
 * Signs in by password. Unknown address and wrong password look alike and take alike. Throws `not_signed_in`, or
 * `too_many` after ten wrong passwords from the same network in fifteen minutes.
 *
 * @param ip address of who asks.
 */
export async function verifyCredentials(
  ctx: Context,
  { email, password }: z.infer<typeof verifyCredentialsInput>,
  ip: string,
): Promise<Session> {
  const user = await ctx.db.user.findFirst({ where: { email, deletedAt: null } });
  const takeBack = await countPasswordAttempt(ctx, email, user, ip);
  const right = await verifyPassword(user?.passwordHash ?? null, password);
  if (user === null || !right) throw new AppError('not_signed_in', 'The e-mail address or the password is wrong.');
  await takeBack();
  await noteSignIn(ctx.db, user, ip);
  return sessionOf(user);
}
