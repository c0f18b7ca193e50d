import type { Context, Db } from '../context.ts';
import { inTransaction } from '../transaction.ts';
import { lockOriginalForRemoval } from './hold-original.ts';
import type { StoredObject } from './storage.ts';

/** What is younger may belong to work that has not committed yet. */
export const orphanAfterMs = 24 * 3600 * 1000;

/** Well within the time that a transaction has: the lock still stands when a removal is given up. */
const removalWithinMs = 10_000;

export type SweepReport = { removed: string[]; removedBytes: bigint };

/**
 * Removes what no row refers to and what is older than a day: originals, derived files (also those of an engine that no
 * file uses any more), archives, pictures and covers. Safe beside everything else that runs. Keys come in order, so of what
 * was derived the marker goes first, by which an ingest knows that nothing is missing. Throws `unavailable` when storage
 * does not answer; the next sweep goes on.
 */
export async function sweepOrphans(
  ctx: Context,
  limits: { removalWithinMs: number } = { removalWithinMs },
): Promise<SweepReport> {
  const report: SweepReport = { removed: [], removedBytes: 0n };
  const before = ctx.clock.now().getTime() - orphanAfterMs;
  for (const prefix of ['originals/', 'derived/', 'deliveries/', 'pictures/', 'artwork/']) {
    for await (const object of ctx.storage.list(prefix)) {
      if (object.modifiedAt.getTime() >= before) continue;
      if (await removeOrphan(ctx, object, limits.removalWithinMs)) {
        report.removed.push(object.key);
        report.removedBytes += object.sizeBytes;
      }
    }
  }
  return report;
}

async function removeOrphan(ctx: Context, { key }: StoredObject, withinMs: number): Promise<boolean> {
  const remove = () => ctx.storage.remove(key, { signal: AbortSignal.timeout(withinMs) });
  const [kind, owner = '', sha256 = '', engine] = key.split('/');
  if (kind === 'deliveries' || kind === 'pictures') {
    const used =
      kind === 'deliveries'
        ? await ctx.db.delivery.count({ where: { zipKey: key } })
        : await ctx.db.user.count({ where: { pictureKey: key } });
    if (used > 0) return false;
    await remove();
    return true;
  }
  if (kind === 'artwork') {
    const used = { artwork: { path: ['sha256'], equals: sha256 } };
    const inUse =
      (await ctx.db.project.count({ where: { id: owner, ...used } })) +
      (await ctx.db.delivery.count({ where: { song: { projectId: owner }, ...used } }));
    if (inUse > 0) return false;
    await remove();
    return true;
  }
  if (kind === 'derived') {
    return removeUnless(ctx, sha256, remove, async (db) => {
      const files = await db.audioFile.findMany({
        where: { sha256, freedAt: null },
        select: { state: true, derived: true },
      });
      // A file that is being read will use what the engine of today makes; which one that is shows when it is ready.
      return files.some(({ state, derived }) => state === 'processing' || engineOf(derived) === engine);
    });
  }
  return removeUnless(ctx, sha256, remove, async (db) => {
    return (await db.audioFile.count({ where: { sha256, freedAt: null } })) > 0;
  });
}

/** Removes what belongs to an original unless it is used; asked again under the lock that keeps new rows away. */
async function removeUnless(
  ctx: Context,
  sha256: string,
  remove: () => Promise<void>,
  isUsed: (db: Db) => Promise<boolean>,
): Promise<boolean> {
  if (await isUsed(ctx.db)) return false;
  return inTransaction(ctx, async (tx) => {
    if (!(await lockOriginalForRemoval(tx.db, sha256)) || (await isUsed(tx.db))) return false;
    await remove();
    return true;
  });
}

const engineOf = (derived: unknown): string | null =>
  typeof derived === 'object' && derived !== null && 'engine' in derived && typeof derived.engine === 'string'
    ? derived.engine
    : null;
