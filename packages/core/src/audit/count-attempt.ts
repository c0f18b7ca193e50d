import { tooManyAttempts } from '@sweetspot/protocol';
import type { Context } from '../context.ts';
import { hashToken } from '../secrets/token.ts';
import { inTransaction } from '../transaction.ts';
import { networkOf } from './network-of.ts';
import { nextTurn } from './next-turn.ts';

export const attemptActions = ['sign-in.refused', 'share-link.password-refused', 'mail.requested'] as const;

export type Attempt = {
  action: (typeof attemptActions)[number];
  /** What is being guessed at: an account or a link. */
  subjectId: string;
  projectId: string | null;
  /** Address of who tries. Each network is held to the limit by itself; null holds all of them to it together. */
  ip: string | null;
  limit: number;
  withinMinutes: number;
  /** Whether it takes turns with the tries of everybody else, once they are many. */
  takesTurns: boolean;
};

/**
 * Counts an attempt to guess a secret before it is looked at, so that a hundred guesses at once are counted as a hundred,
 * and waits for its turn (`nextTurn`); nothing is held meanwhile but the request. Throws `too_many` beyond the limit, which
 * says when the next one is free, and when too many are waiting. Answers a function that takes the attempt back, for when
 * it was right.
 */
export async function countAttempt(ctx: Context, attempt: Attempt): Promise<() => Promise<void>> {
  const { action, subjectId, projectId, ip, limit, takesTurns } = attempt;
  const windowMs = attempt.withinMinutes * 60_000;
  const now = ctx.clock.now();
  const from = ip === null ? null : networkMark(subjectId, ip);
  const { id, createdAt } = await inTransaction(ctx, async ({ db }) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${action}:${subjectId}`}, 0))`;
    const tried = { action, subjectId, createdAt: { gt: new Date(now.getTime() - windowMs) } };
    const own = await db.auditEntry.findMany({
      where: from === null ? tried : { ...tried, detail: { path: ['from'], equals: from } },
      orderBy: { createdAt: 'desc' },
      take: limit,
      select: { createdAt: true },
    });
    const first = own[limit - 1];
    if (first !== undefined) {
      throw tooManyAttempts(first.createdAt.getTime() + windowMs - now.getTime(), `${action} ${subjectId}`);
    }
    const all = await db.auditEntry.aggregate({ where: tried, _count: true, _max: { createdAt: true } });
    const turn = takesTurns ? nextTurn(now, { tries: all._count, lastAt: all._max.createdAt }) : now;
    if (turn === null) throw tooManyAttempts(1, `too many are waiting: ${action} ${subjectId}`);
    return db.auditEntry.create({
      data: {
        projectId,
        action,
        subjectId,
        actor: { kind: 'worker', id: null, name: '' },
        detail: { from },
        // The turn, so that the next one comes after it.
        createdAt: turn,
      },
      select: { id: true, createdAt: true },
    });
  });
  if (createdAt > now) await ctx.clock.wait(createdAt.getTime() - now.getTime());
  return async () => {
    await ctx.db.auditEntry.deleteMany({ where: { id } });
  };
}

/**
 * Tells the networks that met one subject apart without keeping an address that could be read. No secret goes in, so whoever
 * holds the database can find an IPv4 address by trying them all.
 */
export const networkMark = (subjectId: string, ip: string): string => hashToken(`${subjectId} ${networkOf(ip)}`);
