import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestUploads, hashOf, type TestUploads } from '../testing/create-test-uploads.ts';
import { finishUpload } from '../uploads/finish-upload.ts';
import { startS3Server } from './s3-server.testing.ts';
import { createS3Storage } from './s3-storage.ts';
import { originalKey, type Storage } from './storage.ts';
import { orphanAfterMs, sweepOrphans } from './sweep-orphans.ts';

let given: TestUploads;
let core: TestUploads['core'];
let cast: TestUploads['cast'];
beforeAll(async () => {
  given = await createTestUploads();
  ({ core, cast } = given);
});
afterAll(() => given.end());

test('removes old originals that no row refers to, and nothing else', async () => {
  const ctx = given.as(cast.engineer);
  const kept = await given.upload('referred to');
  await finishUpload(ctx, kept, given.directories);
  const orphans = [
    originalKey(hashOf('orphan')),
    'deliveries/none.zip',
    'pictures/none/a.webp',
    `derived/ab/${'ab'.repeat(32)}/old/peaks.bin`,
  ];
  for (const key of orphans) await ctx.storage.putBytes(key, Buffer.from('x'));
  const picture = `pictures/${cast.artist.id}/b.webp`;
  await ctx.storage.putBytes(picture, Buffer.from('x'));
  await core.db.user.update({ where: { id: cast.artist.id }, data: { pictureKey: picture } });
  const young = originalKey(hashOf('young'));
  await ctx.storage.putBytes(young, Buffer.from('x'));
  const longAgo = new Date(core.clock.at.getTime() - 25 * 3600 * 1000);
  for (const key of [...orphans, picture, originalKey(kept.sha256)])
    await utimes(join(given.storageDirectory, key), longAgo, longAgo);
  const { removed, removedBytes } = await sweepOrphans(ctx);
  expect(removed.toSorted()).toEqual(orphans.toSorted());
  expect(removedBytes).toBe(4n);
  expect(await ctx.storage.findSize(picture)).toBe(1n);
  expect(await ctx.storage.findSize(young)).toBe(1n);
  expect(await ctx.storage.findSize(originalKey(kept.sha256))).toBe(11n);
});

test('gives up a removal that hangs; when it arrives all the same, an upload of the same content keeps its bytes', async () => {
  const server = await startS3Server(join(given.folder, 's3'));
  const bucket = createS3Storage({
    ...server.config,
    cacheDirectory: join(given.folder, 'cache'),
    cacheMaxBytes: 1000,
  });
  try {
    const arrival = await given.upload('removed late');
    const key = originalKey(arrival.sha256);
    await bucket.putBytes(key, Buffer.from('removed late'));
    const held = server.holdBack('DELETE');
    const later = { ...given.as(cast.engineer).clock, now: () => new Date(Date.now() + 2 * orphanAfterMs) };
    const sweeping = sweepOrphans(
      { ...given.as({ kind: 'worker' }), storage: bucket, clock: later },
      { removalWithinMs: 300 },
    );
    await expect(sweeping).rejects.toMatchObject({ code: 'unavailable' });
    expect(await bucket.findSize(key)).toBe(12n);

    let isLate = true;
    const late: Storage = {
      ...bucket,
      /** Asked in the transaction that refers to the original; right afterwards it is gone. */
      async findSize(asked) {
        const size = await bucket.findSize(asked);
        if (!isLate) return size;
        isLate = false;
        held.goOn();
        await expect.poll(() => bucket.findSize(asked)).toBeNull();
        return size;
      },
    };
    await finishUpload({ ...given.as(cast.engineer), storage: late }, arrival, given.directories);
    expect(await bucket.findSize(key)).toBe(12n);
  } finally {
    bucket.close();
    await server.stop();
  }
});
