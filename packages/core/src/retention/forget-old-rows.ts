import { attemptActions } from '../audit/count-attempt.ts';
import type { Context } from '../context.ts';

const dayMs = 24 * 3600 * 1000;
/** Attempts are counted over minutes, and links by mail hold for an hour. */
export const secretsKeptMs = dayMs;
/** Somebody may ask what was sent to them; later, links in old mails are only a risk. */
export const mailsKeptMs = 30 * dayMs;

/** How long a network is known as one from which an account was signed in to. */
export const signInsKeptMs = 90 * dayMs;

/**
 * Removes what has served its purpose and would only grow: counted attempts, sign-ins of long ago, links by mail that are
 * over, old mails.
 */
export async function forgetOldRows({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  const now = clock.now().getTime();
  const secretsBefore = new Date(now - secretsKeptMs);
  await db.auditEntry.deleteMany({ where: { action: { in: [...attemptActions] }, createdAt: { lt: secretsBefore } } });
  await db.auditEntry.deleteMany({
    where: { action: 'account.signed-in', createdAt: { lt: new Date(now - signInsKeptMs) } },
  });
  await db.emailToken.deleteMany({ where: { expiresAt: { lt: secretsBefore } } });
  await db.mail.deleteMany({ where: { createdAt: { lt: new Date(now - mailsKeptMs) } } });
}
