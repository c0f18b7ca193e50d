import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';
import { newPasswordSchema, typedPasswordSchema } from '../input/password.ts';
import { hashPassword, verifyPassword } from '../secrets/password.ts';
import { inTransaction } from '../transaction.ts';
import { countPasswordAttempt } from './count-password-attempt.ts';
import { type Session, sessionOf } from './session.ts';
import { setPassword } from './set-password.ts';

export const changePasswordInput = z.object({
  /** Not needed by an account that has no password yet. */
  current: typedPasswordSchema.optional(),
  next: newPasswordSchema,
});

/**
 * Changes the password and ends every session. Answers the one the caller goes on with. A wrong current password counts
 * as one at the sign-in does.
 *
 * @param ip address of who asks.
 */
export async function changePassword(
  ctx: Context,
  { current, next }: z.infer<typeof changePasswordInput>,
  ip: string,
): Promise<Session> {
  const user = await requireUser(ctx);
  if (user.passwordHash !== null) {
    const takeBack = await countPasswordAttempt(ctx, user.email, user, ip);
    if (!(await verifyPassword(user.passwordHash, current ?? ''))) {
      throw new AppError('bad_input', 'The current password is wrong.');
    }
    await takeBack();
  }
  const passwordHash = await hashPassword(next);
  return inTransaction(ctx, async (tx) => sessionOf(await setPassword(tx, user, passwordHash)));
}
