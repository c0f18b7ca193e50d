import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, idSchema } from '@sweetspot/protocol';

/** Where the tus server gathers the bytes of an upload. */
export function uploadPath(uploadDirectory: string, uploadId: string): string {
  if (!idSchema.safeParse(uploadId).success) throw new AppError('bad_input', 'This is not the id of an upload.');
  return join(uploadDirectory, uploadId);
}

/** What the tus server notes about an upload, and where it writes the note before it is whole. */
export const notePath = (path: string): string => `${path}.json`;
export const freshNotePath = (path: string): string => `${path}.json.new`;

/** The upload that a file of the folder belongs to; null for a file of something else. */
export function uploadIdOf(fileName: string): string | null {
  const id = fileName.replace(/\.json(\.new)?$/, '');
  return idSchema.safeParse(id).success ? id : null;
}

/** Removes what was gathered. The note first: bytes without one are no upload, a note without bytes would be a broken one. */
export async function removeUploadedBytes(uploadDirectory: string, uploadId: string): Promise<void> {
  const path = uploadPath(uploadDirectory, uploadId);
  for (const file of [notePath(path), freshNotePath(path), path]) await rm(file, { force: true });
}
