import { eventActor, systemAuthor } from '../access/author.ts';
import { appendEvent } from '../events/append-event.ts';
import type { TransactionContext } from '../transaction.ts';

/**
 * Says on a file why it cannot be heard, and tells the project. Nothing happens when the file is ready or gone. Part of
 * the transaction that ends its job.
 */
export async function publishIngestFailure(
  tx: TransactionContext,
  fileId: string,
  failure: { code: string; message: string },
): Promise<void> {
  const { count } = await tx.db.audioFile.updateMany({
    where: { id: fileId, state: 'processing' },
    data: { state: 'failed', failureCode: failure.code, failureMessage: failure.message, dismissedAt: null },
  });
  if (count === 0) return;
  const file = await tx.db.audioFile.findUniqueOrThrow({
    where: { id: fileId },
    include: { stem: true, version: true },
  });
  const actor = eventActor(systemAuthor);
  if (file.stem && file.stem.removedAt === null) {
    const { id: stemId, songId } = file.stem;
    await appendEvent(tx.db, {
      projectId: file.projectId,
      type: 'stem.failed',
      payload: { songId, stemId },
      actor,
    });
  }
  if (file.version && file.version.removedAt === null) {
    const { id: versionId, songId } = file.version;
    await appendEvent(tx.db, {
      projectId: file.projectId,
      type: 'version.failed',
      payload: { songId, versionId },
      actor,
    });
  }
}
