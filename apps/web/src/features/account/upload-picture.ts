import { apiHeader } from '@sweetspot/protocol/api';
import { AppError, errorCodeSchema } from '@sweetspot/protocol/errors';
import { z } from 'zod';

const maxBytes = 5 * 1024 * 1024;
const refusalSchema = z.object({ code: errorCodeSchema, message: z.string() });

/**
 * Sends the picture of the signed-in person.
 *
 * @throws AppError `too_large` before anything is sent, or what the server answered.
 */
export async function uploadPicture(file: File): Promise<void> {
  if (file.size > maxBytes) throw new AppError('too_large', 'This picture is larger than 5 MB. Choose a smaller one.');
  const response = await fetch('/account/picture', {
    method: 'POST',
    headers: { 'content-type': file.type, [apiHeader]: '1' },
    body: file,
  });
  if (response.ok) return;
  const refusal = refusalSchema.safeParse(await response.json().catch(() => null));
  throw refusal.success
    ? new AppError(refusal.data.code, refusal.data.message)
    : new AppError('internal', 'The picture could not be saved. Try again.');
}
