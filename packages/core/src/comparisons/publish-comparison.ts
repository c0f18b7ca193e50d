import { AppError, type ComparisonResult, comparisonResultSchema } from '@sweetspot/protocol';
import { eventActor, systemAuthor } from '../access/author.ts';
import { appendEvent } from '../events/append-event.ts';
import type { TransactionContext } from '../transaction.ts';

/** Keeps what a comparison found and tells everyone. Part of the transaction in which its job succeeds. */
export async function publishComparison(
  tx: TransactionContext,
  comparisonId: string,
  outcome: ComparisonResult,
): Promise<void> {
  const result = comparisonResultSchema.parse(outcome);
  const comparison = await tx.db.comparison.findUnique({ where: { id: comparisonId }, include: { song: true } });
  if (!comparison) throw new AppError('gone', 'The version was removed while it was compared.');
  await tx.db.comparison.update({ where: { id: comparisonId }, data: { result } });
  // Not against what: who hears this version need not know the one before.
  const { songId, versionId } = comparison;
  await appendEvent(tx.db, {
    projectId: comparison.song.projectId,
    type: 'comparison.ready',
    payload: { songId, versionId },
    actor: eventActor(systemAuthor),
  });
}
