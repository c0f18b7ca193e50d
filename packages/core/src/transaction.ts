import { setTimeout as delay } from 'node:timers/promises';
import { Prisma } from '@sweetspot/prisma';
import { notFound } from '@sweetspot/protocol';
import type { Context, Db } from './context.ts';

/** A context whose `db` is an open transaction. */
export type TransactionContext = Omit<Context, 'db'> & { db: Db };

const attempts = 5;
const limits = { maxWait: 10_000, timeout: 20_000 };

/**
 * Runs `work` in one transaction. After a deadlock or serialisation failure (PostgreSQL 40P01, 40001) it is run again, so
 * `work` may do nothing but read and write the database.
 */
export async function inTransaction<T>(ctx: Context, work: (tx: TransactionContext) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ctx.db.$transaction((db) => work({ ...ctx, db }), limits);
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error;
      ctx.log.warn({ attempt, error }, 'transaction conflict, trying again');
      await delay(Math.random() * 20 * 2 ** attempt);
    }
  }
}

/**
 * Takes the lock on a project's row, the one its event will need anyway. Everything that changes a project takes it first:
 * changes of one project happen one after another, so what is read then stays true until the end. Answers whether the
 * project is still there; also one that was removed is held, for its jobs and uploads have to end.
 */
export async function holdProject(db: Db, projectId: string): Promise<boolean> {
  // NO KEY: rows that refer to the project may still be added elsewhere.
  const rows = await db.$queryRaw<{ deletedAt: Date | null }[]>`
    SELECT "deletedAt" FROM "Project" WHERE "id" = ${projectId}::uuid FOR NO KEY UPDATE`;
  return rows[0]?.deletedAt === null;
}

/** A transaction that changes a project, which it holds. Throws `not_found` when the project was removed meanwhile. */
export async function changeProject<T>(
  ctx: Context,
  projectId: string,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    if (!(await holdProject(tx.db, projectId))) throw notFound('This project');
    return work(tx);
  });
}

/** Prisma reports both deadlocks and serialisation failures as P2034; raw queries carry the driver's own error. */
function isConflict(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return (
      error.code === 'P2034' || (error.code === 'P2010' && /40001|40P01|WriteConflict/.test(JSON.stringify(error.meta)))
    );
  }
  return error instanceof Error && error.name === 'DriverAdapterError' && error.message.includes('WriteConflict');
}

/** True for a violated unique constraint. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
