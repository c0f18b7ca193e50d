import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { newPasswordSchema } from '../input/password.ts';
import { hashPassword } from '../secrets/password.ts';
import { inTransaction } from '../transaction.ts';
import { useEmailToken } from './email-token.ts';
import { setPassword } from './set-password.ts';

export const resetPasswordInput = z.object({ token: z.string().max(200), password: newPasswordSchema });

/** Sets a new password by a mailed link and ends every session. Throws `gone` when the link no longer works. */
export async function resetPassword(
  ctx: Context,
  { token, password }: z.infer<typeof resetPasswordInput>,
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inTransaction(ctx, async (tx) => {
    const email = await useEmailToken(tx, token, 'reset_password');
    const user = await tx.db.user.findFirst({ where: { email, deletedAt: null } });
    if (user === null) throw new AppError('gone', 'This account does not exist any more.');
    await setPassword(tx, user, passwordHash);
    await tx.db.user.update({
      where: { id: user.id },
      data: { emailVerifiedAt: user.emailVerifiedAt ?? tx.clock.now() },
    });
  });
}
