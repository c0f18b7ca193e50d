import { errorCodeSchema } from '@sweetspot/protocol';
import { TRPCClientError } from '@trpc/client';
import { DetailedError } from 'tus-js-client';
import { z } from 'zod';
import { errorSentence } from './api-error.ts';

const bodySchema = z.object({ code: errorCodeSchema, message: z.string() });

/** The sentence to show for whatever stopped an upload: the server's own where it gave one. */
export function uploadErrorSentence(error: unknown): string {
  if (error instanceof TRPCClientError) return errorSentence(error);
  if (error instanceof DetailedError) {
    if (!error.originalResponse) return 'The connection was lost. Resume when it is back; what arrived is kept.';
    try {
      return bodySchema.parse(JSON.parse(error.originalResponse.getBody())).message;
    } catch {
      return `The server refused the file (${error.originalResponse.getStatus()}). Try again.`;
    }
  }
  // What is left are the browser's complaints about the file itself (NotReadableError and its kin).
  return 'The file could not be read: it was moved or changed while it was sent. Choose it again.';
}
