import type { IncomingMessage } from 'node:http';
import { AppError } from '@sweetspot/protocol';

/** The whole body, of at most `maxBytes`. Throws `too_large`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new AppError('too_large', `This is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
