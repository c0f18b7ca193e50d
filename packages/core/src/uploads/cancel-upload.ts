import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadUploadFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { endUpload } from './end-upload.ts';

export const cancelUploadInput = z.object({ uploadId: idSchema });

/** Stops an upload and throws away what arrived. Nothing happens when it has ended. */
export async function cancelUpload(
  ctx: Context,
  { uploadId }: z.infer<typeof cancelUploadInput>,
  { uploadDirectory }: { uploadDirectory: string },
): Promise<void> {
  const { record: upload, access } = await loadUploadFor(ctx, uploadId, 'upload.continue');
  await endUpload(ctx, {
    upload,
    author: access.author,
    end: { state: 'abandoned', failureCode: 'cancelled', failureMessage: 'This upload was cancelled.' },
    uploadDirectory,
  });
}
