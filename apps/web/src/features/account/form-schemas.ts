import { emailSchema } from '@sweetspot/core/input/email';
import { lineSchema } from '@sweetspot/core/input/text';
import { z } from 'zod';

/** What the server asks of a new password, said while it is typed. */
const newPasswordSchema = z
  .string()
  .min(8, 'A password needs at least 8 characters.')
  .max(200, 'A password may have 200 characters at most.');
const typedPasswordSchema = z.string().min(1, 'Type your password.');

export const signInForm = z.object({ email: emailSchema, password: typedPasswordSchema });
export const emailForm = z.object({ email: emailSchema });
export const registerForm = z.object({
  name: lineSchema('Your name', 80),
  email: emailSchema,
  password: newPasswordSchema,
});
export const newPasswordForm = z.object({ password: newPasswordSchema });
export const nameForm = z.object({ name: lineSchema('Your name', 80) });

/** An account that came by Google, GitHub or a link has no current password to ask for. */
export const changePasswordForm = (hasPassword: boolean) =>
  z.object({ current: hasPassword ? typedPasswordSchema : z.string(), next: newPasswordSchema });
