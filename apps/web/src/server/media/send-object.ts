import { pipeline } from 'node:stream/promises';
import { notFound } from '@sweetspot/protocol';
import type { Exchange } from '../http/route.ts';
import { parseRange } from './range.ts';

export type ObjectToSend = {
  /** Storage key. */
  key: string;
  contentType: string;
  /** Of the bytes: their SHA-256 where it is known, else something that names them for good. */
  etag: string;
  /** `Content-Disposition`, for downloads. */
  disposition?: string;
  /** Where it belongs, and how to authorise again while it is sent. */
  projectId: string;
  authorise: () => Promise<unknown>;
};

/**
 * Sends a stored object, whole or a part of it. The bytes never change, but the right to have them may end, so a browser
 * may keep them only if it asks each time (`no-cache`): a revoked reader then gets 404 and not its copy, everybody else a
 * 304 without a body. While bytes flow the stream is registered, and cut when access ends.
 */
export async function sendObject(exchange: Exchange, object: ObjectToSend): Promise<void> {
  const { request, response, services } = exchange;
  const found = await services.storage.findSize(object.key);
  if (found === null) throw notFound('This file');
  const sizeBytes = Number(found);
  const etag = `"${object.etag}"`;

  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('vary', 'cookie');
  if (isUnchanged(request.headers['if-none-match'], etag)) {
    response.writeHead(304).end();
    return;
  }
  const range = parseRange(request.headers.range, sizeBytes, etag, header(request.headers['if-range']));
  if (range.kind === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${sizeBytes}`, 'content-length': 0 }).end();
    return;
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: sizeBytes - 1 };
  response.setHeader('content-type', object.contentType);
  response.setHeader('content-length', end - start + 1);
  if (object.disposition) response.setHeader('content-disposition', object.disposition);
  if (range.kind === 'part') response.setHeader('content-range', `bytes ${start}-${end}/${sizeBytes}`);
  response.statusCode = range.kind === 'part' ? 206 : 200;
  if (request.method === 'HEAD' || sizeBytes === 0) {
    response.end();
    return;
  }

  const { actor } = await exchange.identify();
  const bytes = await services.storage.read(object.key, range.kind === 'part' ? { start, end } : undefined);
  const close = services.openStreams.open({
    actor,
    projectId: object.projectId,
    authorise: object.authorise,
    // Also what already lies in the socket's buffer is not sent any more.
    destroy: () => response.socket?.resetAndDestroy(),
  });
  try {
    await pipeline(bytes, response);
  } catch (error) {
    // The listener moved on, or the stream was cut: nobody is left to be told.
    if (!response.destroyed && !isPrematureClose(error)) throw error;
  } finally {
    // Who was gone before the first byte is refused by `pipeline`, which leaves what was opened as it is.
    bytes.destroy();
    close();
  }
}

const header = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const isUnchanged = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etag);

const isPrematureClose = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
