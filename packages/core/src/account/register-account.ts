import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { emailSchema } from '../input/email.ts';
import { newPasswordSchema } from '../input/password.ts';
import { lineSchema } from '../input/text.ts';
import { hashPassword } from '../secrets/password.ts';
import { isDuplicate } from '../transaction.ts';

export const registerAccountInput = z.object({
  email: emailSchema,
  name: lineSchema('Your name', 80),
  password: newPasswordSchema,
});

/** Makes an account. Throws `conflict` when the address has one. */
export async function registerAccount(
  ctx: Context,
  { email, name, password }: z.infer<typeof registerAccountInput>,
): Promise<{ userId: string }> {
  const passwordHash = await hashPassword(password);
  try {
    const { id } = await ctx.db.user.create({ data: { email, name, passwordHash }, select: { id: true } });
    return { userId: id };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new AppError('conflict', 'There is an account with this e-mail address. Sign in, or ask for a new password.');
  }
}
