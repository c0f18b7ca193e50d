import { randomBytes, randomUUID } from 'node:crypto';
import { appendFile, readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startTestWeb } from '../testing/start-test-web.ts';
import { sha256, startUploadClient } from '../testing/upload-client.ts';

const { web, band, cookie, start, send, create, patch, offsetOf } = await startUploadClient();
afterAll(() => web.stop());

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
