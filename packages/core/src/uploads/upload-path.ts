import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, idSchema } from '@sweetspot/protocol';

/** Where the tus server gathers the bytes of an upload. */
export function uploadPath(uploadDirectory: string, uploadId: string): string {
  if (!idSchema.safeParse(uploadId).success) throw new AppError('bad_input', 'This is not the id of an upload.');
  return join(uploadDirectory, uploadId);
}

/** Removes what was gathered, and what the tus server noted about it. */
export async function removeUploadedBytes(uploadDirectory: string, uploadId: string): Promise<void> {
  const path = uploadPath(uploadDirectory, uploadId);
  await rm(path, { force: true });
  await rm(`${path}.json`, { force: true });
}
