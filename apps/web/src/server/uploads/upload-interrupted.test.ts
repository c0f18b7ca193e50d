import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { startTestStorage, storageKinds } from '../testing/start-test-storage.ts';
import { apiAt, makeTestDisk, startTestWeb } from '../testing/start-test-web.ts';
import { fileSize, sendPartOfPatch, sha256, spawnTestWeb, startUploadClient } from '../testing/upload-client.ts';

const { web, cookie, start, create, patch, offsetOf } = await startUploadClient();
afterAll(() => web.stop());

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
