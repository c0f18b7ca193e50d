import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { limitFileSize } from '@sweetspot/core/testing/limit-file-size';
import { freshNotePath } from '@sweetspot/core/uploads/upload-path';
import { afterAll, expect, test } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { makeTestDisk, startTestWeb } from '../testing/start-test-web.ts';
import { sha256, spawnTestWeb, startUploadClient } from '../testing/upload-client.ts';

const { web, cookie, start, create, patch, offsetOf } = await startUploadClient();
afterAll(() => web.stop());

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
