import { AppError, idSchema, uploadPurposeSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';
import { inTransaction } from '../transaction.ts';
import { displayName } from './display-name.ts';

/** Twice the longest takes that people send; UPLOAD_MAX_BYTES of the web process may lower it. */
export const maxUploadBytes = 20 * 1024 ** 3;
export const maxOpenUploadsPerUser = 200;

export const startUploadInput = z.object({
  /** Made by the browser, so that asking twice makes one upload. */
  id: idSchema.optional(),
  songId: idSchema,
  purpose: uploadPurposeSchema,
  fileName: z.string().min(1, 'The file has no name.').max(1_000, 'The name of this file is too long.'),
  sizeBytes: z.number().int().min(1, 'This file is empty.'),
});

/**
 * Opens an upload: a row that the tus server then checks each request against.
 * Throws `too_large` beyond 20 GB and `too_many` when 200 uploads of this person are open.
 */
export async function startUpload(
  ctx: Context,
  input: z.infer<typeof startUploadInput>,
): Promise<{ uploadId: string }> {
  const { record: song } = await loadSongFor(ctx, input.songId, 'upload.add');
  const user = await requireUser(ctx);
  if (input.sizeBytes > maxUploadBytes) throw new AppError('too_large', 'Files of up to 20 GB can be uploaded.');
  const sizeBytes = BigInt(input.sizeBytes);
  const fileName = displayName(input.fileName);

  return inTransaction(ctx, async (tx) => {
    // One after another per person, or 200 at once would all see 199.
    await tx.db.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${user.id}::uuid FOR NO KEY UPDATE`;
    const known = input.id ? await tx.db.upload.findUnique({ where: { id: input.id } }) : null;
    if (known) {
      const same = known.userId === user.id && known.songId === song.id && known.sizeBytes === sizeBytes;
      if (same && known.state === 'open') return { uploadId: known.id };
      throw new AppError('conflict', 'This upload was started before, for another file. Start again.');
    }
    const open = await tx.db.upload.count({ where: { userId: user.id, state: 'open' } });
    if (open >= maxOpenUploadsPerUser) {
      throw new AppError('too_many', `${maxOpenUploadsPerUser} uploads are open already. Let some of them end first.`);
    }
    const upload = await tx.db.upload.create({
      data: {
        ...(input.id ? { id: input.id } : {}),
        projectId: song.projectId,
        songId: song.id,
        userId: user.id,
        purpose: input.purpose,
        fileName,
        sizeBytes,
      },
    });
    return { uploadId: upload.id };
  });
}
