import { AppError } from '@sweetspot/protocol';
import type { Context } from '../context.ts';
import { inTransaction } from '../transaction.ts';

export const attemptActions = ['sign-in.refused', 'share-link.password-refused', 'mail.requested'] as const;

export type Attempt = {
  action: (typeof attemptActions)[number];
  /** What is being guessed at: an account or a link. */
  subjectId: string;
  projectId: string | null;
  limit: number;
  withinMinutes: number;
};

/**
 * Counts an attempt to guess a secret before it is looked at, so that a hundred guesses at once are counted as a hundred.
 * Throws `too_many` beyond the limit. Answers a function that takes the attempt back, for when it was right.
 */
export async function countAttempt(ctx: Context, attempt: Attempt): Promise<() => Promise<void>> {
  const { action, subjectId, projectId, limit, withinMinutes } = attempt;
  const since = new Date(ctx.clock.now().getTime() - withinMinutes * 60_000);
  const { id } = await inTransaction(ctx, async ({ db, clock }) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${action}:${subjectId}`}, 0))`;
    const made = await db.auditEntry.count({ where: { projectId, createdAt: { gt: since }, action, subjectId } });
    if (made >= limit) {
      throw new AppError('too_many', `Too many attempts. Wait ${withinMinutes} minutes and try again.`, {
        detail: `${action} ${subjectId}`,
      });
    }
    return db.auditEntry.create({
      data: { projectId, action, subjectId, actor: { kind: 'worker', id: null, name: '' }, createdAt: clock.now() },
      select: { id: true },
    });
  });
  return async () => {
    await ctx.db.auditEntry.deleteMany({ where: { id } });
  };
}
