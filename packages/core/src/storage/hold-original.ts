import { AppError } from '@sweetspot/protocol';
import type { Db } from '../context.ts';
import { originalKey, type Storage } from './storage.ts';

/**
 * Keeps the sweep from removing an original until the transaction ends, in which a row will refer to it. Throws
 * `unavailable` when it is gone already; put it again and repeat.
 */
export async function holdOriginal(db: Db, storage: Storage, sha256: string): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${sha256}, 0))`;
  if ((await storage.findSize(originalKey(sha256))) === null) {
    throw new AppError('unavailable', 'The file was cleaned away while it was being stored. Try again.');
  }
}

/**
 * Looks again, once a row refers to the original, and stores it again if it is gone: a removal that the sweep had given up
 * can still arrive at the storage, when its lock no longer stands.
 */
export async function keepOriginal(storage: Storage, sha256: string, path: string): Promise<void> {
  const key = originalKey(sha256);
  if ((await storage.findSize(key)) === null) await storage.putFile(key, path);
}

/** The sweep's side of it: false when somebody is about to refer to the original. */
export async function lockOriginalForRemoval(db: Db, sha256: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${sha256}, 0)) AS locked`;
  return row?.locked === true;
}
