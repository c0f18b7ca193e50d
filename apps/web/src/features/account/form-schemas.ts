import { emailSchema } from '@sweetspot/core/input/email';
import { newPasswordSchema } from '@sweetspot/core/input/password';
import { lineSchema } from '@sweetspot/core/input/text';
import { z } from 'zod';

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
