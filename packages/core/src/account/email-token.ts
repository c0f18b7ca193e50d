import type { TokenPurpose } from '@sweetspot/prisma';
import { AppError } from '@sweetspot/protocol';
import { hashToken, newToken } from '../secrets/token.ts';
import type { TransactionContext } from '../transaction.ts';

const minutesValid: Record<TokenPurpose, number> = { sign_in: 15, reset_password: 60 };

/** Makes a one-time token; only its hash is stored. */
export async function addEmailToken(
  { db, clock }: TransactionContext,
  email: string,
  purpose: TokenPurpose,
): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(clock.now().getTime() + minutesValid[purpose] * 60_000);
  await db.emailToken.create({
    data: { email, purpose, tokenHash: hashToken(token), expiresAt, createdAt: clock.now() },
  });
  return token;
}

/** Burns a token and answers its e-mail address. Throws `gone` when it was used, has expired, or never was. */
export async function useEmailToken(
  { db, clock }: TransactionContext,
  token: string,
  purpose: TokenPurpose,
): Promise<string> {
  const [used] = await db.emailToken.updateManyAndReturn({
    where: { tokenHash: hashToken(token), purpose, usedAt: null, expiresAt: { gt: clock.now() } },
    data: { usedAt: clock.now() },
    select: { email: true },
  });
  if (used === undefined) throw new AppError('gone', 'This link was used already or has expired. Ask for a new one.');
  return used.email;
}
