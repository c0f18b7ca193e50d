import { idSchema, sha256Schema } from '@sweetspot/protocol';
import { z } from 'zod';

/** What a browser remembers of an upload, to know the file again after a reload. */
const rememberedSchema = z.object({ uploadId: idSchema, sizeBytes: z.number(), probe: sha256Schema });
export type RememberedUpload = z.infer<typeof rememberedSchema>;

const keyOf = (uploadId: string) => `sweetspot.upload.${uploadId}`;

export function rememberUpload(upload: RememberedUpload): void {
  try {
    localStorage.setItem(keyOf(upload.uploadId), JSON.stringify(upload));
  } catch (error) {
    // A private window may refuse; the file is then only checked as a whole at the end.
    console.warn('This upload cannot be remembered for after a reload.', error);
  }
}

export function recallUpload(uploadId: string): RememberedUpload | null {
  const stored = localStorage.getItem(keyOf(uploadId));
  if (stored === null) return null;
  const parsed = rememberedSchema.safeParse(JSON.parse(stored));
  return parsed.success ? parsed.data : null;
}

export const forgetUpload = (uploadId: string): void => localStorage.removeItem(keyOf(uploadId));
