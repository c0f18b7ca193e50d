import { apiHeader } from '@sweetspot/protocol/api';
import { errorCodeSchema } from '@sweetspot/protocol/error-code-schema';
import { AppError } from '@sweetspot/protocol/errors';
import { z } from 'zod';

const refusalSchema = z.object({ code: errorCodeSchema, message: z.string() });

/**
 * Sends a picture as the body of a request.
 *
 * @throws AppError `too_large` before anything is sent, or what the server answered.
 */
export async function sendPicture(path: string, file: File, maxMegabytes: number): Promise<void> {
  if (file.size > maxMegabytes * 1024 * 1024) {
    throw new AppError('too_large', `This picture is larger than ${maxMegabytes} MB. Choose a smaller one.`);
  }
  const response = await fetch(path, {
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
