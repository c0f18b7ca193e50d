import { type Analysis, AppError, analysisSchema, type Derived, derivedSchema } from '@sweetspot/protocol';
import { eventActor, systemAuthor } from '../access/author.ts';
import { appendEvent } from '../events/append-event.ts';
import type { TransactionContext } from '../transaction.ts';

/**
 * Makes a file playable: what was measured, where its peaks and segments lie, and the event that tells everyone. Part of
 * the transaction in which its ingest job succeeds. May be called again for a file that is ready (rebuilt files).
 */
export async function publishIngest(
  tx: TransactionContext,
  fileId: string,
  outcome: { analysis: Analysis; derived: Derived },
): Promise<void> {
  const analysis = analysisSchema.parse(outcome.analysis);
  const derived = derivedSchema.parse(outcome.derived);
  const { format } = analysis;
  const file = await tx.db.audioFile.findUnique({ where: { id: fileId }, include: { stem: true, version: true } });
  if (!file) throw new AppError('gone', 'This file was removed while it was being read.');
  await tx.db.audioFile.update({
    where: { id: fileId },
    data: {
      state: 'ready',
      failureCode: null,
      failureMessage: null,
      container: format.container,
      codec: format.codec,
      sampleRate: format.sampleRate,
      bitDepth: format.bitDepth,
      channels: format.channels,
      frames: BigInt(format.frames),
      analysis,
      derived,
    },
  });
  const actor = eventActor(systemAuthor);
  if (file.stem) {
    const payload = { songId: file.stem.songId, stemId: file.stem.id };
    await appendEvent(tx.db, { projectId: file.projectId, type: 'stem.ready', payload, actor });
  }
  if (file.version) {
    const payload = { songId: file.version.songId, versionId: file.version.id };
    await appendEvent(tx.db, { projectId: file.projectId, type: 'version.ready', payload, actor });
  }
}
