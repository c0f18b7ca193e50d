import type { Author } from '../access/author.ts';
import type { TransactionContext } from '../transaction.ts';
import { endVote } from './end-vote.ts';

/**
 * Ends the running tests that have a version in them which is removed, in the caller's transaction: what remains is another
 * question than the one that was asked. What was answered so far stays on record.
 */
export async function endBlindTestsOf(
  tx: TransactionContext,
  { projectId, versionId, author }: { projectId: string; versionId: string; author: Author },
): Promise<void> {
  const where = { state: 'running', versionIds: { has: versionId } } as const;
  await tx.db.blindTest.updateMany({
    where: { ...where, kind: 'abx' },
    data: { state: 'version_removed', endedAt: tx.clock.now() },
  });
  const votes = await tx.db.blindTest.findMany({ where: { ...where, kind: 'vote' }, include: { voters: true } });
  for (const vote of votes) await endVote(tx, projectId, vote, 'version_removed', author);
}
