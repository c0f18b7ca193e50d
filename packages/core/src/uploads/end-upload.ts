import type { Upload } from '@sweetspot/prisma';
import type { Author } from '../access/author.ts';
import { eventActor } from '../access/author.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { holdProject, inTransaction } from '../transaction.ts';
import { removeUploadedBytes } from './upload-path.ts';

export type UploadEnd =
  | { state: 'failed'; failureCode: string; failureMessage: string }
  | { state: 'abandoned'; failureCode: string; failureMessage: string };

/** Ends an open upload without a file, then removes its bytes. False when it was not open any more. */
export async function endUpload(
  ctx: Context,
  options: { upload: Upload; author: Author; end: UploadEnd; uploadDirectory: string },
): Promise<boolean> {
  const { upload, author, end, uploadDirectory } = options;
  const ended = await inTransaction(ctx, async (tx) => {
    await holdProject(tx.db, upload.projectId);
    const { count } = await tx.db.upload.updateMany({ where: { id: upload.id, state: 'open' }, data: end });
    if (count === 0) return false;
    await appendEvent(tx.db, {
      projectId: upload.projectId,
      type: 'upload.failed',
      payload: { songId: upload.songId, uploadId: upload.id },
      actor: eventActor(author),
    });
    return true;
  });
  if (ended) await removeUploadedBytes(uploadDirectory, upload.id);
  return ended;
}
