import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadUploadFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { endUpload } from './end-upload.ts';

export const failUploadInput = z.object({ uploadId: idSchema, code: z.string(), message: z.string() });

/** Ends an open upload with a reason, which its owner sees until they dismiss it. Nothing happens when it has ended. */
export async function failUpload(
  ctx: Context,
  { uploadId, code, message }: z.infer<typeof failUploadInput>,
  { uploadDirectory }: { uploadDirectory: string },
): Promise<void> {
  const { record: upload, access } = await loadUploadFor(ctx, uploadId, 'upload.continue');
  await endUpload(ctx, {
    upload,
    author: access.author,
    end: { state: 'failed', failureCode: code, failureMessage: message },
    uploadDirectory,
  });
}
