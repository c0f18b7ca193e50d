import { z } from 'zod';

/** A password that somebody chooses for an account. */
export const newPasswordSchema = z
  .string()
  .min(8, 'A password needs at least 8 characters.')
  .max(200, 'A password may have 200 characters at most.');

/** What is typed at sign-in; no rules, so that a wrong one is only ever wrong. */
export const typedPasswordSchema = z.string().max(1000, 'This is too long for a password.');
