import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, readdir, readFile, rm, stat, symlink, utimes } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { limitFileSize } from '@sweetspot/core/testing/limit-file-size';
import { startProgram } from '@sweetspot/core/testing/start-program';
import { freshNotePath } from '@sweetspot/core/uploads/upload-path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { startTestStorage, storageKinds } from '../testing/start-test-storage.ts';
import { apiAt, makeTestDisk, startTestWeb, type TestDisk, type TestWeb } from '../testing/start-test-web.ts';

let web: TestWeb;
let band: Awaited<ReturnType<typeof makeBand>>;
let cookie: string;

beforeAll(async () => {
  web = await startTestWeb();
  band = await makeBand(web.services.db);
  cookie = await web.cookieOf(band.artist);
});
afterAll(() => web.stop());

const tus = { 'tus-resumable': '1.0.0' };
const base64 = (value: string) => Buffer.from(value).toString('base64');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Opens an upload of `sizeBytes`, by default of the artist. */
async function start(sizeBytes: number, { at = web, as = cookie, songId = band.song.id } = {}) {
  const id = randomUUID();
  await at.apiOf(as).uploads.start.mutate({ id, songId, purpose: 'stem', fileName: 'Kick.wav', sizeBytes });
  return id;
}

type Options = { url?: string; as?: string; headers?: Record<string, string>; body?: BodyInit };
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
    headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream', ...options.headers },
  });
const offsetOf = async (id: string, options: Options = {}) => {
  const response = await send('HEAD', `/${id}`, options);
  expect(response.status).toBe(200);
  return Number(response.headers.get('upload-offset'));
};

test('a file goes up in two parts and becomes a stem', async () => {
  const bytes = randomBytes(300_000);
  const id = await start(bytes.length);
  const created = await create(id, bytes.length);
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe(`/uploads/${id}`);
  expect((await patch(id, 0, bytes.subarray(0, 100_000))).headers.get('upload-offset')).toBe('100000');
  expect(await offsetOf(id)).toBe(100_000);
  expect((await patch(id, 100_000, bytes.subarray(100_000))).status).toBe(204);
  const finished = await web.apiOf(cookie).uploads.finish.mutate({ uploadId: id, sha256: sha256(bytes) });
  expect(finished.stemId).not.toBeNull();
});

test('creating again keeps what arrived', async () => {
  const id = await start(10);
  await create(id, 10);
  await patch(id, 0, new Uint8Array(4));
  expect((await create(id, 10)).status).toBe(201);
  expect(await offsetOf(id)).toBe(4);
});

test('offsets ahead, behind, negative, huge and not numbers are refused and change nothing', async () => {
  const id = await start(10);
  await create(id, 10);
  await patch(id, 0, new Uint8Array(4));
  for (const offset of ['5', '3', '0']) expect((await patch(id, offset, new Uint8Array(2))).status).toBe(409);
  for (const offset of ['-1', 'NaN', '9007199254740993', '1e3', '0x4', '4.0']) {
    expect((await patch(id, offset, new Uint8Array(2))).status).toBeGreaterThanOrEqual(400);
  }
  expect(await offsetOf(id)).toBe(4);
});

test('lengths that were not announced are refused', async () => {
  const id = await start(10);
  for (const length of ['0', '-1', '1e18', '11', '9', 'x']) expect((await create(id, length)).status).toBe(400);
  expect((await send('HEAD', `/${id}`)).status).toBe(404);
});

test('more than was announced is refused, with and without a length', async () => {
  const id = await start(10);
  await create(id, 10);
  expect((await patch(id, 0, new Uint8Array(11))).status).toBe(413);
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(6));
      controller.enqueue(new Uint8Array(6));
      controller.close();
    },
  });
  expect((await patch(id, 0, stream)).status).toBeGreaterThanOrEqual(400);
  expect(await offsetOf(id)).toBeLessThanOrEqual(10);
});

test.each([
  ['parent folders', '..%2f..%2fetc'],
  ['a parent folder', '%2e%2e'],
  ['4096 characters', 'a'.repeat(4096)],
  ['NUL', '%00'],
  ['an umlaut', 'é'],
  ['a word', 'not-an-id'],
  ['the note of an upload', `${randomUUID()}.json`],
])('%s as an id names nothing', async (_what, id) => {
  expect((await send('HEAD', `/${id}`)).status).toBe(404);
  expect((await patch(id, 0, new Uint8Array(1))).status).toBe(404);
  expect((await create(decodeURIComponent(id), 10)).status).toBe(404);
});

test('an upload is its owner’s alone', async () => {
  const id = await start(10);
  await create(id, 10);
  const other = await web.cookieOf(band.engineer);
  expect((await send('HEAD', `/${id}`, { as: other })).status).toBe(403);
  expect((await patch(id, 0, new Uint8Array(1), { as: other })).status).toBe(403);
  expect((await send('DELETE', `/${id}`, { as: other })).status).toBe(403);
  expect((await send('HEAD', `/${id}`, { as: '' })).status).toBe(401);
  expect((await send('HEAD', `/${id}`, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
  expect(await offsetOf(id)).toBe(0);
});

test('an upload that ended takes nothing more', async () => {
  const id = await start(10);
  await create(id, 10);
  await web.apiOf(cookie).uploads.cancel.mutate({ uploadId: id });
  const refused = await patch(id, 0, new Uint8Array(1));
  expect(refused.status).toBe(410);
  expect(await refused.json()).toMatchObject({ code: 'gone' });
});

test('a thousand pieces of one byte arrive in order', async () => {
  const bytes = randomBytes(1000);
  const id = await start(bytes.length);
  await create(id, bytes.length);
  let sent = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (sent === bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(sent, sent + 1));
      sent += 1;
    },
  });
  expect((await patch(id, 0, stream)).status).toBe(204);
  expect((await readFile(join(web.services.uploadsDir, id))).equals(bytes)).toBe(true);
});

test('what lies beyond the noted offset, as after a power loss, is written again', async () => {
  const bytes = randomBytes(1000);
  const id = await start(bytes.length);
  await create(id, bytes.length);
  await patch(id, 0, bytes.subarray(0, 400));
  await appendFile(join(web.services.uploadsDir, id), Buffer.alloc(300));
  expect(await offsetOf(id)).toBe(400);
  await patch(id, 400, bytes.subarray(400));
  expect((await readFile(join(web.services.uploadsDir, id))).equals(bytes)).toBe(true);
});

test('a disk without room says so and takes the upload when there is', async () => {
  const full = await startTestWeb({ env: { DISK_RESERVE_BYTES: String(2 ** 52) } });
  try {
    const theirs = await makeBand(full.services.db);
    const as = await full.cookieOf(theirs.artist);
    const id = await start(10, { at: full, as, songId: theirs.song.id });
    const refused = await create(id, 10, { url: full.url, as });
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({ code: 'storage_full' });
  } finally {
    await full.stop();
  }
});

test('a disk that fills up while an upload goes on keeps room for everything else', async () => {
  const bytes = Buffer.alloc(1000, 7);
  const id = await start(bytes.length);
  await create(id, bytes.length);
  expect((await patch(id, 0, bytes.subarray(0, 400))).status).toBe(204);
  // Others have taken the space that this upload was promised.
  const disk = { databaseUrl: web.databaseUrl, dataDir: web.env.DATA_DIR, remove: () => Promise.resolve() };
  const full = await startTestWeb({ disk, env: { DISK_RESERVE_BYTES: String(2 ** 52) } });
  try {
    const refused = await patch(id, 400, bytes.subarray(400), { url: full.url });
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({ code: 'storage_full' });
  } finally {
    await full.stop();
  }
  expect(await offsetOf(id)).toBe(400);
  expect((await patch(id, 400, bytes.subarray(400))).status).toBe(204);
});

test('a disk without room for the note of what arrived loses nothing that was acknowledged', async () => {
  const bytes = randomBytes(1000);
  const id = await start(bytes.length);
  await create(id, bytes.length);
  expect((await patch(id, 0, bytes.subarray(0, 400))).status).toBe(204);
  // Linux keeps a device on which there is never any room.
  const note = freshNotePath(join(web.services.uploadsDir, id));
  await symlink('/dev/full', note);
  const refused = await patch(id, 400, bytes.subarray(400));
  expect(refused.status).toBe(507);
  expect(await refused.json()).toEqual({
    code: 'storage_full',
    message: 'The disk of the server is full. What arrived is kept; resume when there is room.',
  });
  expect(await offsetOf(id)).toBe(400);
  await rm(note);
  expect((await patch(id, 400, bytes.subarray(400))).status).toBe(204);
  const finished = await web.apiOf(cookie).uploads.finish.mutate({ uploadId: id, sha256: sha256(bytes) });
  expect(finished.stemId).not.toBeNull();
});

test('a disk that refuses in the middle of a PATCH keeps what arrived, and takes the rest when it is allowed to', async () => {
  const disk = await makeTestDisk();
  const roomy = await startTestWeb({ disk });
  try {
    const theirs = await makeBand(roomy.services.db);
    const as = await roomy.cookieOf(theirs.artist);
    const bytes = randomBytes(12_000_000);
    const id = await start(bytes.length, { at: roomy, as, songId: theirs.song.id });
    await create(id, bytes.length, { url: roomy.url, as });
    const { child, url } = await spawnTestWeb(roomy, disk, (command) => limitFileSize(10_000_000, command));
    const refused = await patch(id, 0, bytes, { url, as });
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({
      code: 'storage_full',
      message: expect.stringContaining('no file of this size. What arrived is kept'),
    });
    const offset = await offsetOf(id, { url, as });
    expect(offset).toBeGreaterThanOrEqual(8_000_000);
    expect(offset).toBeLessThanOrEqual(10_000_000);
    // Still refused: nothing is lost by trying.
    expect((await patch(id, offset, bytes.subarray(offset), { url, as })).status).toBe(507);
    child.kill();
    await once(child, 'exit');

    const kept = await offsetOf(id, { url: roomy.url, as });
    expect(kept).toBeGreaterThanOrEqual(offset);
    expect((await patch(id, kept, bytes.subarray(kept), { url: roomy.url, as })).status).toBe(204);
    const finished = await roomy.apiOf(as).uploads.finish.mutate({ uploadId: id, sha256: sha256(bytes) });
    expect(finished.stemId).not.toBeNull();
  } finally {
    await roomy.stopServer();
    await disk.remove();
  }
});

/** A PATCH of which only the beginning is sent; the connection stays open. */
async function sendPartOfPatch(url: string, id: string, as: string, part: Uint8Array, contentLength: number) {
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

const fileSize = (at: TestWeb, id: string) =>
  stat(join(at.services.uploadsDir, id)).then(
    ({ size }) => size,
    () => 0,
  );

test('a connection that dies leaves what arrived, and a second request takes over at once', async () => {
  const bytes = randomBytes(2_000_000);
  const id = await start(bytes.length);
  await create(id, bytes.length);
  const dying = await sendPartOfPatch(web.url, id, cookie, bytes.subarray(0, 1_000_000), bytes.length);
  await expect.poll(() => fileSize(web, id)).toBeGreaterThan(500_000);
  // The first request is still open: it has to let go of the lock.
  const offset = await offsetOf(id);
  expect(offset).toBeGreaterThan(500_000);
  dying.destroy();
  expect((await patch(id, offset, bytes.subarray(offset))).status).toBe(204);
  const finished = await web.apiOf(cookie).uploads.finish.mutate({ uploadId: id, sha256: sha256(bytes) });
  expect(finished.fileId).toBeTruthy();
});

test.each(storageKinds)(
  'an upload that broke off goes to its end on %s, and comes down as it went up',
  async (kind) => {
    const storage = await startTestStorage(kind);
    const at = await startTestWeb({ env: storage.env });
    try {
      const theirs = await makeBand(at.services.db);
      const as = await at.cookieOf(theirs.artist);
      // Two parts of a bucket's multipart upload.
      const bytes = randomBytes(17 * 1024 * 1024);
      const id = await start(bytes.length, { at, as, songId: theirs.song.id });
      await create(id, bytes.length, { url: at.url, as });
      const dying = await sendPartOfPatch(at.url, id, as, bytes.subarray(0, 9_000_000), bytes.length);
      await expect.poll(() => fileSize(at, id)).toBeGreaterThan(8_000_000);
      dying.destroy();
      const offset = await offsetOf(id, { url: at.url, as });
      expect((await patch(id, offset, bytes.subarray(offset), { url: at.url, as })).status).toBe(204);
      const finish = () => at.apiOf(as).uploads.finish.mutate({ uploadId: id, sha256: sha256(bytes) });
      const finished = await finish();
      expect(await finish()).toEqual(finished);
      expect(at.services.storage.kind).toBe(kind);
      expect(await fileSize(at, id)).toBe(0);
      const down = await fetch(`${at.url}/media/files/${finished.fileId}/original`, { headers: { cookie: as } });
      expect(sha256(Buffer.from(await down.arrayBuffer()))).toBe(sha256(bytes));
      expect(storage.openReads()).toBe(0);
    } finally {
      await at.stop();
      await storage.stop();
    }
  },
);

test('two servers do not write one file at once', async () => {
  const disk = await makeTestDisk();
  const [one, two] = await Promise.all([startTestWeb({ disk }), startTestWeb({ disk })]);
  try {
    const theirs = await makeBand(one.services.db);
    const as = await one.cookieOf(theirs.artist);
    const bytes = randomBytes(2_000_000);
    const id = await start(bytes.length, { at: one, as, songId: theirs.song.id });
    await create(id, bytes.length, { url: one.url, as });
    const held = await sendPartOfPatch(one.url, id, as, bytes.subarray(0, 800_000), bytes.length);
    await expect.poll(() => fileSize(one, id)).toBeGreaterThan(500_000);
    const offset = await offsetOf(id, { url: two.url, as });
    expect(offset).toBeGreaterThan(500_000);
    expect((await patch(id, offset, bytes.subarray(offset), { url: two.url, as })).status).toBe(204);
    held.destroy();
    await one.apiOf(as).uploads.finish.mutate({ uploadId: id, sha256: sha256(bytes) });
  } finally {
    await Promise.all([one.stopServer(), two.stopServer()]);
    await disk.remove();
  }
});

/** A server like `like` in a process of its own. */
async function spawnTestWeb(like: TestWeb, disk: TestDisk, wrap: (command: string[]) => string[]) {
  const settings = { NODE_ENV: 'test', LOG_LEVEL: 'error', DATABASE_URL: disk.databaseUrl, DATA_DIR: disk.dataDir };
  const child = startProgram(
    new URL('../testing/run-test-web.ts', import.meta.url),
    [JSON.stringify({ ...settings, AUTH_SECRET: like.env.AUTH_SECRET, DISK_RESERVE_BYTES: '0' })],
    { wrap },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: `http://127.0.0.1:${Number(line.toString())}` };
}

test('killed in the middle of a PATCH, the next server goes on and the hash is right', async () => {
  const disk = await makeTestDisk();
  const helper = await startTestWeb({ disk });
  try {
    const theirs = await makeBand(helper.services.db);
    const as = await helper.cookieOf(theirs.artist);
    const bytes = randomBytes(20_000_000);
    const { child, url } = await spawnTestWeb(helper, disk, (command) => command);
    const id = randomUUID();
    await apiAt(url, as).uploads.start.mutate({
      id,
      songId: theirs.song.id,
      purpose: 'mix',
      fileName: 'Mix.wav',
      sizeBytes: bytes.length,
    });
    await create(id, bytes.length, { url, as });
    const cut = await sendPartOfPatch(url, id, as, bytes.subarray(0, 15_000_000), bytes.length);
    await expect.poll(() => fileSize(helper, id)).toBeGreaterThan(12_000_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    cut.destroy();

    const offset = await offsetOf(id, { url: helper.url, as });
    expect(offset).toBeGreaterThan(8_000_000 - 1);
    expect(offset).toBeLessThanOrEqual(15_000_000);
    expect((await patch(id, offset, bytes.subarray(offset), { url: helper.url, as })).status).toBe(204);
    const finished = await helper.apiOf(as).uploads.finish.mutate({ uploadId: id, sha256: sha256(bytes) });
    expect(finished.versionId).not.toBeNull();
  } finally {
    await helper.stopServer();
    await disk.remove();
  }
});

test('an upload under way is cut when the right to it ends', async () => {
  const bytes = new Uint8Array(1_000_000);
  const theirs = await makeBand(web.services.db);
  const as = await web.cookieOf(theirs.engineer);
  const id = await start(bytes.length, { as, songId: theirs.song.id });
  await create(id, bytes.length, { as });
  const open = await sendPartOfPatch(web.url, id, as, bytes.subarray(0, 500_000), bytes.length);
  await expect.poll(() => fileSize(web, id)).toBeGreaterThan(0);
  const member = await web.services.db.member.findFirstOrThrow({ where: { userId: theirs.engineer.id } });
  // Not `once`: the reset is also an error.
  const closed = new Promise((resolve) => open.on('close', resolve));
  const before = performance.now();
  await web.apiOf(await web.cookieOf(theirs.artist)).members.remove.mutate({ memberId: member.id });
  await closed;
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('an upload that nobody continued for a week is given up by the process that takes uploads', async () => {
  const id = await start(10);
  await create(id, 10);
  await patch(id, 0, new Uint8Array(4));
  const { db, uploadsDir } = web.services;
  const longAgo = new Date(Date.now() - 8 * 24 * 3600 * 1000);
  await db.$executeRaw`UPDATE "Upload" SET "updatedAt" = ${longAgo} WHERE "id" = ${id}::uuid`;
  for (const name of [id, `${id}.json`]) await utimes(join(uploadsDir, name), longAgo, longAgo);

  const disk = { databaseUrl: web.databaseUrl, dataDir: web.env.DATA_DIR, remove: () => Promise.resolve() };
  const next = await startTestWeb({ disk });
  try {
    await expect.poll(async () => (await db.upload.findUniqueOrThrow({ where: { id } })).state).toBe('abandoned');
    await expect.poll(async () => (await readdir(uploadsDir)).filter((name) => name.startsWith(id))).toEqual([]);
  } finally {
    await next.stop();
  }
});
