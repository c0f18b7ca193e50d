import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadUploadFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const dismissUploadInput = z.object({ uploadId: idSchema });

/**
 * Takes a failed upload out of the list. When its file had arrived but could not be read, the stem or version that it was
 * to become goes with it. Throws `conflict` for an upload that did not fail.
 */
export async function dismissUpload(ctx: Context, { uploadId }: z.infer<typeof dismissUploadInput>): Promise<void> {
  const { record, access } = await loadUploadFor(ctx, uploadId, 'upload.dismiss');
  await changeProject(ctx, record.projectId, async (tx) => {
    const upload = await tx.db.upload.findUniqueOrThrow({
      where: { id: uploadId },
      include: { file: { include: { stem: true, version: true } } },
    });
    const { songId, projectId, file } = upload;
    if (upload.state !== 'failed' && file?.state !== 'failed') {
      throw new AppError('conflict', 'Only an upload that failed can be dismissed.');
    }
    const now = ctx.clock.now();
    const actor = eventActor(access.author);
    await tx.db.upload.update({ where: { id: uploadId }, data: { dismissedAt: now } });
    if (file) await tx.db.audioFile.update({ where: { id: file.id }, data: { dismissedAt: now } });
    if (file?.stem && file.stem.removedAt === null) {
      await tx.db.stem.update({ where: { id: file.stem.id }, data: { removedAt: now } });
      await appendEvent(tx.db, { projectId, type: 'stem.removed', payload: { songId, stemId: file.stem.id }, actor });
    }
    if (file?.version && file.version.removedAt === null) {
      const versionId = file.version.id;
      await tx.db.version.update({ where: { id: versionId }, data: { removedAt: now } });
      await appendEvent(tx.db, { projectId, type: 'version.removed', payload: { songId, versionId }, actor });
    }
    // An upload that failed on the way left nothing behind but its row in the list.
    if (!file) await appendEvent(tx.db, { projectId, type: 'upload.failed', payload: { songId, uploadId }, actor });
  });
}
