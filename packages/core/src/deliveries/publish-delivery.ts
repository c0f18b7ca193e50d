import { AppError, deliveryFileSchema, versionLabel } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor, systemAuthor } from '../access/author.ts';
import { appendEvent } from '../events/append-event.ts';
import { notify } from '../notifications/notify.ts';
import { findStanding } from '../renders/find-standing.ts';
import type { TransactionContext } from '../transaction.ts';

export const deliveryFilesSchema = z.array(deliveryFileSchema);

/**
 * Hands out the files of a delivery. Part of the transaction in which its job succeeds. Throws `conflict` when the
 * approval was withdrawn, or a no was given, while the files were made: nothing is delivered that is not approved.
 */
export async function publishDelivery(
  tx: TransactionContext,
  deliveryId: string,
  outcome: { zipKey: string; zipSizeBytes: bigint; files: z.infer<typeof deliveryFilesSchema> },
): Promise<void> {
  const delivery = await tx.db.delivery.findUnique({
    where: { id: deliveryId },
    include: { version: { include: { file: true } }, song: true },
  });
  if (!delivery || delivery.song.deletedAt !== null || delivery.version.removedAt !== null) {
    throw new AppError('gone', 'What was to be delivered has been removed.');
  }
  const { version, song } = delivery;
  const sameFile = version.file.sha256 === delivery.fileSha256;
  if (!sameFile || (await findStanding(tx.db, version)) !== 'approved') {
    throw new AppError('conflict', `${versionLabel(version)} is not approved any more; its files were thrown away.`);
  }
  await tx.db.delivery.update({
    where: { id: deliveryId },
    data: { ...outcome, files: deliveryFilesSchema.parse(outcome.files) },
  });
  await appendEvent(tx.db, {
    projectId: song.projectId,
    type: 'delivery.ready',
    payload: { songId: song.id, versionId: version.id, deliveryId },
    actor: eventActor(systemAuthor),
  });
  await notify(tx.db, {
    projectId: song.projectId,
    songId: song.id,
    type: 'delivery.ready',
    text: `The files of “${song.title}” (${versionLabel(version)}) are ready.`,
    target: { versionId: version.id },
    to: 'everyone',
    exceptUserId: delivery.createdById,
  });
}
