import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startProgram } from '@sweetspot/core/testing/start-program';
import { expect } from 'vitest';
import { makeBand } from './make-band.ts';
import { startTestWeb, type TestDisk, type TestWeb } from './start-test-web.ts';

const tus = { 'tus-resumable': '1.0.0' };
const base64 = (value: string) => Buffer.from(value).toString('base64');
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

type Options = { url?: string; as?: string; headers?: Record<string, string>; body?: BodyInit };

/** A server, a band, and its artist's browser as tus speaks for it; `url` and `as` make it another's, at another server. */
export async function startUploadClient() {
  const web = await startTestWeb();
  const band = await makeBand(web.services.db);
  const cookie = await web.cookieOf(band.artist);

  /** Opens an upload of `sizeBytes`, by default of the artist. */
  async function start(sizeBytes: number, { at = web, as = cookie, songId = band.song.id } = {}) {
    const id = randomUUID();
    await at.apiOf(as).uploads.start.mutate({ id, songId, purpose: 'stem', fileName: 'Kick.wav', sizeBytes });
    return id;
  }

  const send = (method: string, path: string, { url = web.url, as = cookie, headers = {}, body }: Options = {}) =>
    fetch(`${url}/uploads${path}`, {
      method,
      headers: { cookie: as, ...tus, ...headers },
      body,
      // A streamed body has no length.
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    } as RequestInit);

  const create = (id: string, sizeBytes: number | string, options: Options = {}) =>
    send('POST', '', {
      ...options,
      headers: { 'upload-length': String(sizeBytes), 'upload-metadata': `uploadId ${base64(id)}`, ...options.headers },
    });
  const patch = (id: string, offset: number | string, body: BodyInit, options: Options = {}) =>
    send('PATCH', `/${id}`, {
      ...options,
      body,
      headers: {
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        ...options.headers,
      },
    });
  const offsetOf = async (id: string, options: Options = {}) => {
    const response = await send('HEAD', `/${id}`, options);
    expect(response.status).toBe(200);
    return Number(response.headers.get('upload-offset'));
  };

  return { web, band, cookie, start, send, create, patch, offsetOf };
}

/** A PATCH of which only the beginning is sent; the connection stays open. */
export async function sendPartOfPatch(url: string, id: string, as: string, part: Uint8Array, contentLength: number) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => undefined); // It will be reset.
  socket.write(
    `PATCH /uploads/${id} HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${as}\r\ntus-resumable: 1.0.0\r\n` +
      `content-type: application/offset+octet-stream\r\nupload-offset: 0\r\ncontent-length: ${contentLength}\r\n\r\n`,
  );
  socket.write(part);
  return socket;
}

export const fileSize = (at: TestWeb, id: string) =>
  stat(join(at.services.uploadsDir, id)).then(
    ({ size }) => size,
    () => 0,
  );

/** A server like `like` in a process of its own. */
export async function spawnTestWeb(like: TestWeb, disk: TestDisk, wrap: (command: string[]) => string[]) {
  const settings = { NODE_ENV: 'test', LOG_LEVEL: 'error', DATABASE_URL: disk.databaseUrl, DATA_DIR: disk.dataDir };
  const child = startProgram(
    new URL('../testing/run-test-web.ts', import.meta.url),
    [JSON.stringify({ ...settings, AUTH_SECRET: like.env.AUTH_SECRET, DISK_RESERVE_BYTES: '0' })],
    { wrap },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: `http://127.0.0.1:${Number(line.toString())}` };
}
