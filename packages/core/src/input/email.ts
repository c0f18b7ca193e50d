import { z } from 'zod';

/** One spelling per address: NFKC, so that `ａ＠ｂ.c` is `a@b.c`, then lower case. */
export const normaliseEmail = (value: string): string => value.normalize('NFKC').trim().toLowerCase();

/** Normalised before it is validated: what looks like another address after NFKC is judged as that one. ASCII only. */
export const emailSchema = z
  .string()
  .max(1000)
  .transform(normaliseEmail)
  .pipe(z.email('This is not an e-mail address.').max(254, 'This e-mail address is too long.'));

/** `m••••@example.org`, for somebody who may not be its owner. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}••••${email.slice(at)}`;
}
