import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { makeApproval, makeDelivery, makeJob, makeSong, makeStem, makeVersion } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { createTestUploads, hashOf, type TestUploads } from '../testing/create-test-uploads.ts';
import { finishUpload } from '../uploads/finish-upload.ts';
import { freeRemoved } from './free-removed.ts';
import { holdOriginal } from './hold-original.ts';
import { startS3Server } from './s3-server.testing.ts';
import { createS3Storage } from './s3-storage.ts';
import { derivedPrefix, originalKey, type Storage } from './storage.ts';
import { orphanAfterMs, sweepOrphans } from './sweep-orphans.ts';

let given: TestUploads;
let core: TestUploads['core'];
let cast: TestUploads['cast'];
let folder: string;
let storage: Storage;
const worker = (over: Partial<Context> = {}): Context => ({ ...given.as({ kind: 'worker' }), ...over });

beforeAll(async () => {
  given = await createTestUploads();
  ({ core, cast, folder, storage } = given);
});
afterAll(() => given.end());

const keptDays = 30;
const daysAgo = (days: number) => new Date(core.clock.at.getTime() - days * 24 * 3600 * 1000);
let contents = 0;
let bytes: string;
let sha256: string;
beforeEach(() => {
  contents += 1;
  bytes = `content ${contents}`;
  sha256 = hashOf(bytes);
});

/** Stores an original and something derived from it, both older than the sweep's day. */
async function store(): Promise<void> {
  for (const key of [originalKey(sha256), `${derivedPrefix(sha256, 'e1')}/peaks`]) {
    await storage.putBytes(key, Buffer.from(bytes));
    await utimes(join(given.storageDirectory, key), daysAgo(60), daysAgo(60));
  }
}
const file = () => ({ sha256, state: 'ready' as const, derived: { engine: 'e1' } });
const removedStem = async (days = 31) => {
  await store();
  return makeStem(core.db, { songId: cast.song.id, file: file(), removedAt: daysAgo(days) });
};
const removedMix = async () => {
  await store();
  return makeVersion(core.db, { songId: cast.song.id, file: file(), removedAt: daysAgo(31) });
};

/** Frees and sweeps; answers whether the content was freed, and holds storage to the same. */
async function isFreed(ctx = worker()): Promise<boolean> {
  const { freed } = await freeRemoved(ctx, { keptDays });
  await sweepOrphans(ctx);
  const sizes = await Promise.all(
    [originalKey(sha256), `${derivedPrefix(sha256, 'e1')}/peaks`].map((key) => storage.findSize(key)),
  );
  const isGone = freed.includes(sha256);
  const size = BigInt(bytes.length);
  expect(sizes).toEqual(isGone ? [null, null] : [size, size]);
  return isGone;
}

/** An upload of the same content whose bytes have arrived. */
async function arrived(): Promise<() => Promise<unknown>> {
  const arrival = await given.upload(bytes, { songId: cast.otherSong.id });
  return () => finishUpload(given.as(cast.engineer), arrival, given.directories);
}
const original = async () => String(await buffer(await storage.read(originalKey(sha256))));

test('a stem keeps its files for the days of grace, and an entry tells of the bytes that were freed', async () => {
  const stem = await removedStem(29);
  expect(await isFreed()).toBe(false);
  await core.db.stem.update({ where: { id: stem.id }, data: { removedAt: daysAgo(31) } });
  expect(await isFreed()).toBe(true);
  const entry = await core.db.auditEntry.findFirst({ where: { action: 'file.freed', subjectId: stem.fileId } });
  expect(entry).toMatchObject({
    projectId: cast.project.id,
    detail: { sha256, sizeBytes: String(2 * bytes.length) },
  });
  expect((await freeRemoved(worker(), { keptDays })).freed).toEqual([]);
});

test('so does a version', async () => {
  await removedMix();
  expect(await isFreed()).toBe(true);
});

test('the same content in another song keeps it', async () => {
  await removedStem();
  const song = cast.foreignSong.id;
  const stem = await makeStem(core.db, { songId: song, file: file() });
  expect(await isFreed()).toBe(false);
  await core.db.song.update({ where: { id: song }, data: { deletedAt: daysAgo(31) } });
  expect(await isFreed()).toBe(true);
  await core.db.song.update({ where: { id: song }, data: { deletedAt: null } });
  await core.db.stem.delete({ where: { id: stem.id } });
});

test('an approval or a delivery keeps it as long as it stands', async () => {
  const mix = await removedMix();
  const approval = await makeApproval(core.db, { versionId: mix.id, userId: cast.artist.id });
  expect(await isFreed()).toBe(false);
  const delivery = await makeDelivery(core.db, { versionId: mix.id });
  await core.db.approval.update({ where: { id: approval.id }, data: { withdrawnAt: core.clock.at } });
  expect(await isFreed()).toBe(false);
  await core.db.delivery.delete({ where: { id: delivery.id } });
  expect(await isFreed()).toBe(true);
});

test('a song that was removed long ago keeps nothing: no yes, no delivery and its archive, no mix of its stems', async () => {
  await store();
  const song = await makeSong(core.db, { projectId: cast.project.id, title: 'Gone' });
  const stem = await makeStem(core.db, { songId: song.id, file: file() });
  const job = await makeJob(core.db, { songId: song.id, kind: 'render', label: 'Mix', state: 'succeeded' });
  const inputs = [{ stemId: stem.id, sha256 }];
  const of = {
    songId: song.id,
    kind: 'mix',
    recipe: {},
    inputs,
    fingerprint: sha256,
    engine: 'e1',
    jobId: job.id,
  } as const;
  const render = await core.db.render.create({ data: of });
  const recipe = { strips: [{ stemId: stem.id }] };
  const mix = await makeVersion(core.db, { songId: song.id, renderId: render.id, recipe, file: file() });
  await makeApproval(core.db, { versionId: mix.id, userId: cast.artist.id });
  const zipKey = `deliveries/${sha256}.zip`;
  await storage.putBytes(zipKey, Buffer.from('zip'));
  await utimes(join(given.storageDirectory, zipKey), daysAgo(60), daysAgo(60));
  await makeDelivery(core.db, { versionId: mix.id, zipKey, zipSizeBytes: 3n });
  await core.db.song.update({ where: { id: song.id }, data: { deletedAt: daysAgo(29) } });
  expect(await isFreed()).toBe(false);
  expect(await storage.findSize(zipKey)).toBe(3n);
  await core.db.song.update({ where: { id: song.id }, data: { deletedAt: daysAgo(31) } });
  expect(await isFreed()).toBe(true);
  expect(await storage.findSize(zipKey)).toBeNull();
});

test('a render under way and the version that it made keep its inputs', async () => {
  const stem = await removedStem();
  const job = await makeJob(core.db, { songId: cast.song.id, kind: 'render', label: 'Mix', state: 'running' });
  const render = await core.db.render.create({
    data: {
      songId: cast.song.id,
      kind: 'mix',
      recipe: {},
      inputs: [{ stemId: stem.id, sha256 }],
      fingerprint: sha256,
      engine: 'e1',
      jobId: job.id,
    },
  });
  expect(await isFreed()).toBe(false);
  await core.db.job.update({ where: { id: job.id }, data: { state: 'succeeded' } });
  const made = await makeVersion(core.db, { songId: cast.song.id, renderId: render.id });
  expect(await isFreed()).toBe(false);
  await core.db.version.update({ where: { id: made.id }, data: { removedAt: core.clock.at } });
  expect(await isFreed()).toBe(true);
});

test('a delivery that waits keeps the stems and the mix that its alternates are made of', async () => {
  const stem = await removedStem();
  const render = async (kind: 'mix' | 'master', inputs: object[]) => {
    const done = await makeJob(core.db, { songId: cast.song.id, kind: 'render', label: kind, state: 'succeeded' });
    const about = { recipe: {}, engine: 'e1', fingerprint: `${kind} ${sha256}`, jobId: done.id };
    return core.db.render.create({ data: { songId: cast.song.id, kind, inputs, ...about } });
  };
  const mixing = await render('mix', [{ stemId: stem.id, sha256 }]);
  const mix = await makeVersion(core.db, { songId: cast.song.id, renderId: mixing.id, removedAt: daysAgo(31) });
  const mastering = await render('master', [{ versionId: mix.id, sha256: 'another' }]);
  const master = await makeVersion(core.db, { songId: cast.song.id, kind: 'master', renderId: mastering.id });
  const delivery = await makeDelivery(core.db, { versionId: master.id });
  await core.db.delivery.update({ where: { id: delivery.id }, data: { alternates: ['tv'] } });
  for (const state of ['queued', 'running'] as const) {
    await core.db.job.update({ where: { id: delivery.jobId }, data: { state } });
    expect(await isFreed()).toBe(false);
  }
  await core.db.job.update({ where: { id: delivery.jobId }, data: { state: 'succeeded' } });
  expect(await isFreed()).toBe(true);
});

test('a reference is kept while it is listened to, not by the master that came near it', async () => {
  const reference = await removedMix();
  const job = await makeJob(core.db, { songId: cast.song.id, kind: 'render', label: 'Master', state: 'running' });
  const render = await core.db.render.create({
    data: {
      songId: cast.song.id,
      kind: 'master',
      recipe: {},
      inputs: [{ versionId: reference.id, sha256, reference: true }],
      fingerprint: sha256,
      engine: 'e1',
      jobId: job.id,
    },
  });
  expect(await isFreed()).toBe(false);
  await core.db.job.update({ where: { id: job.id }, data: { state: 'succeeded' } });
  const recipe = { match: { references: [{ sha256, name: 'Tidemark' }] } };
  await makeVersion(core.db, { songId: cast.song.id, kind: 'master', renderId: render.id, recipe });
  expect(await isFreed()).toBe(true);
});

test('a recipe that speaks of it keeps it', async () => {
  const stem = await removedStem();
  const recipe = { strips: [{ stemId: stem.id }] };
  const heir = await makeVersion(core.db, { songId: cast.song.id, recipe });
  expect(await isFreed()).toBe(false);
  await core.db.version.delete({ where: { id: heir.id } });
  expect(await isFreed()).toBe(true);
});

test('its own ingest keeps it while it runs', async () => {
  const stem = await removedStem();
  const job = await makeJob(core.db, {
    songId: cast.song.id,
    kind: 'ingest',
    label: 'Kick',
    subjectId: stem.fileId,
    state: 'queued',
  });
  expect(await isFreed()).toBe(false);
  await core.db.job.update({ where: { id: job.id }, data: { state: 'failed' } });
  expect(await isFreed()).toBe(true);
});

test('an upload of the same content that holds it first keeps it', async () => {
  await removedStem();
  const holding = { timeout: 20_000 };
  await core.db.$transaction(async (db) => {
    await holdOriginal(db, storage, sha256);
    // From another connection: the row below is not to be seen there yet.
    expect(await isFreed()).toBe(false);
    await makeStem(db, { songId: cast.song.id, file: file() });
  }, holding);
  expect(await isFreed()).toBe(false);
  expect(await original()).toBe(bytes);
});

test('an upload of the same content after it was given up, before it was swept, keeps it', async () => {
  await removedStem();
  const finish = await arrived();
  expect((await freeRemoved(worker(), { keptDays })).freed).toEqual([sha256]);
  await finish();
  await sweepOrphans(worker());
  expect(await original()).toBe(bytes);
});

test('an upload of the same content that comes while it is being removed stores it again', async () => {
  await removedStem();
  const finish = await arrived();
  let finishing: Promise<unknown> | undefined;
  const watched: Storage = {
    ...storage,
    async remove(key) {
      // The bytes are still there, so nothing is stored; the lock then makes the upload wait and look again.
      if (key === originalKey(sha256)) {
        finishing = finish();
        await expect
          .poll(
            () => core.db.$queryRaw`
              SELECT "pid" FROM pg_locks JOIN pg_database ON pg_database."oid" = pg_locks."database"
              WHERE "locktype" = 'advisory' AND NOT "granted" AND "datname" = current_database()`,
            { timeout: 10_000 },
          )
          .toHaveLength(1);
      }
      await storage.remove(key);
    },
  };
  await freeRemoved(worker({ storage: watched }), { keptDays });
  await sweepOrphans(worker({ storage: watched }));
  expect(finishing).toBeDefined();
  await finishing;
  expect(await original()).toBe(bytes);
});

test('a bucket is freed and swept as a folder is: what is named stays, what is young stays', async () => {
  const s3 = await startS3Server(join(folder, 's3'));
  const bucket = createS3Storage({ ...s3.config, cacheDirectory: join(folder, 'cache'), cacheMaxBytes: 1000 });
  const kept = `${bytes}, kept`;
  const keptKey = originalKey(hashOf(kept));
  const keys = [originalKey(sha256), `${derivedPrefix(sha256, 'e1')}/peaks`];
  const sizes = () => Promise.all([...keys, keptKey].map((key) => bucket.findSize(key)));
  const [size, keptSize] = [bytes, kept].map((each) => BigInt(each.length));
  try {
    for (const key of keys) await bucket.putBytes(key, Buffer.from(bytes));
    await bucket.putBytes(keptKey, Buffer.from(kept));
    const removed = { songId: cast.song.id, file: file(), removedAt: daysAgo(31) };
    const { fileId } = await makeStem(core.db, removed);
    await makeStem(core.db, { songId: cast.song.id, file: { ...file(), sha256: hashOf(kept) } });
    const { freed } = await freeRemoved(worker({ storage: bucket }), { keptDays });
    expect(freed).toEqual([sha256]);
    const entry = await core.db.auditEntry.findFirst({ where: { action: 'file.freed', subjectId: fileId } });
    expect(entry).toMatchObject({ detail: { sizeBytes: String(2 * bytes.length) } });
    expect((await sweepOrphans(worker({ storage: bucket }))).removed).toEqual([]);
    expect(await sizes()).toEqual([size, size, keptSize]);
    // Objects have the age that the bucket gives them.
    const tomorrow = { ...worker().clock, now: () => new Date(core.clock.at.getTime() + 2 * orphanAfterMs) };
    const swept = await sweepOrphans(worker({ storage: bucket, clock: tomorrow }));
    expect(swept.removed.toSorted()).toEqual(keys.toSorted());
    expect(swept.removedBytes).toBe(2n * BigInt(bytes.length));
    expect(await sizes()).toEqual([null, null, keptSize]);
  } finally {
    bucket.close();
    await s3.stop();
  }
});
