import type { Version } from '@sweetspot/prisma';
import { type VersionKind, versionBefore, versionLabel } from '@sweetspot/protocol';
import type { TransactionContext } from '../transaction.ts';

/** Kinds whose versions follow one another; a reference is somebody else's record. */
const followed = new Set<VersionKind>(['rough', 'mix', 'master']);

type Ready = Pick<Version, 'id' | 'kind' | 'number'>;

/**
 * Asks for a version that became ready to be compared with the one before it, and for the one after it, should that have
 * been quicker, with it. Part of the transaction in which it becomes ready; what is asked for already is not asked for again.
 */
export async function askForComparisons(
  tx: TransactionContext,
  version: Ready & { songId: string; song: { projectId: string } },
): Promise<void> {
  if (!followed.has(version.kind)) return;
  const ready = await tx.db.version.findMany({
    where: { songId: version.songId, removedAt: null, OR: [{ file: { state: 'ready' } }, { id: version.id }] },
    select: { id: true, kind: true, number: true, name: true, createdAt: true },
    orderBy: { number: 'asc' },
  });
  const pairs = ready
    .map((one) => ({ version: one, against: versionBefore(one, ready) }))
    .filter((pair) => pair.against && (pair.version.id === version.id || pair.against.id === version.id));
  for (const { version: newer, against } of pairs) {
    const pair = { versionId: newer.id, againstId: against!.id };
    if (await tx.db.comparison.findUnique({ where: { versionId_againstId: pair } })) continue;
    const { id } = await tx.db.comparison.create({
      data: { ...pair, songId: version.songId, jobId: crypto.randomUUID(), createdAt: tx.clock.now() },
    });
    const jobId = await tx.queue.enqueue(tx.db, {
      projectId: version.song.projectId,
      songId: version.songId,
      kind: 'compare',
      subjectId: id,
      label: `What changed in ${versionLabel(newer)}`,
      createdById: null,
    });
    await tx.db.comparison.update({ where: { id }, data: { jobId } });
  }
}
