import { tooManyAttempts } from '@sweetspot/protocol';
import type { Context } from '../context.ts';
import { hashToken } from '../secrets/token.ts';
import { inTransaction } from '../transaction.ts';
import { networkOf } from './network-of.ts';

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
};

/** What was counted, and how often it was tried from anywhere. `takeBack` is for when it was right. */
export type Counted = { tries: number; takeBack(): Promise<void> };

/**
 * Counts an attempt to guess a secret before it is looked at, so that a hundred guesses at once are counted as a hundred.
 * Throws `too_many` beyond the limit, which says when the next one is free.
 */
export async function countAttempt(ctx: Context, attempt: Attempt): Promise<Counted> {
  const { action, subjectId, projectId, ip, limit } = attempt;
  const windowMs = attempt.withinMinutes * 60_000;
  const now = ctx.clock.now();
  const from = ip === null ? null : networkMark(subjectId, ip);
  const { id, tries } = await inTransaction(ctx, async ({ db }) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${action}:${subjectId}:${from}`}, 0))`;
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
    const { id } = await db.auditEntry.create({
      data: {
        projectId,
        action,
        subjectId,
        actor: { kind: 'worker', id: null, name: '' },
        detail: { from },
        createdAt: now,
      },
      select: { id: true },
    });
    return { id, tries: await db.auditEntry.count({ where: tried }) };
  });
  return {
    tries,
    takeBack: async () => {
      await ctx.db.auditEntry.deleteMany({ where: { id } });
    },
  };
}

/**
 * Tells the networks that met one subject apart without keeping an address that could be read. No secret goes in, so whoever
 * holds the database can find an IPv4 address by trying them all.
 */
export const networkMark = (subjectId: string, ip: string): string => hashToken(`${subjectId} ${networkOf(ip)}`);
