import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFsStorage } from './fs-storage.ts';
import { startS3Server } from './s3-server.testing.ts';
import { createS3Storage } from './s3-storage.ts';
import { originalKey, type Storage, type StoredObject } from './storage.ts';

let folder: string;
let s3: Awaited<ReturnType<typeof startS3Server>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-storage-'));
  s3 = await startS3Server(join(folder, 's3'));
});
afterAll(async () => {
  await s3.stop();
  await rm(folder, { recursive: true, force: true });
});

const implementations: Record<Storage['kind'], () => Storage> = {
  fs: () => createFsStorage({ directory: join(folder, 'fs') }),
  s3: () => createS3Storage({ ...s3.config, cacheDirectory: join(folder, 'cache'), cacheMaxBytes: 1_000_000 }),
};

const sha = 'ab'.repeat(32);
async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}
async function listed(storage: Storage, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of storage.list(prefix)) objects.push(object);
  return objects;
}
const keysOf = async (storage: Storage, prefix: string): Promise<string[]> =>
  (await listed(storage, prefix)).map((object) => object.key);

describe.each(Object.entries(implementations))('storage on %s', (kind, create) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = create();
    for await (const { key } of storage.list('')) await storage.remove(key);
  });

  test('says its kind', () => expect(storage.kind).toBe(kind));

  test('gives back what it was given, whole and in ranges', async () => {
    await storage.putFile('derived/ab/peaks.bin', await file('a', '0123456789'));
    expect(await storage.findSize('derived/ab/peaks.bin')).toBe(10n);
    expect(String(await buffer(await storage.read('derived/ab/peaks.bin')))).toBe('0123456789');
    expect(String(await buffer(await storage.read('derived/ab/peaks.bin', { start: 2, end: 4 })))).toBe('234');
    expect(String(await buffer(await storage.read('derived/ab/peaks.bin', { start: 9, end: 9 })))).toBe('9');
  });

  test('stores a file of several parts and of none', async () => {
    const large = new Uint8Array(17 * 1024 * 1024).map((_, index) => (index * 31) & 255);
    await storage.putFile('derived/large', await file('large', large));
    expect(await storage.findSize('derived/large')).toBe(BigInt(large.length));
    expect((await buffer(await storage.read('derived/large'))).equals(large)).toBe(true);
    await storage.putFile('derived/empty', await file('empty', ''));
    expect(await storage.findSize('derived/empty')).toBe(0n);
  });

  test('leaves the given file where it was', async () => {
    const path = await file('kept', 'kept');
    await storage.putFile('derived/kept', path);
    expect(await readFile(path, 'utf8')).toBe('kept');
  });

  test('keeps an original that is there, and replaces anything else', async () => {
    await storage.putFile(originalKey(sha), await file('first', 'first'));
    await storage.putFile(originalKey(sha), await file('other', 'other'));
    expect(String(await buffer(await storage.read(originalKey(sha))))).toBe('first');
    await storage.putBytes('derived/x', Buffer.from('one'));
    await storage.putFile('derived/x', await file('two', 'two'));
    expect(String(await buffer(await storage.read('derived/x')))).toBe('two');
  });

  test('stores the same file under the same key again and again', async () => {
    const path = await file('again', 'again');
    for (const key of [originalKey(sha), 'derived/again']) {
      await Promise.all(Array.from({ length: 4 }, () => storage.putFile(key, path)));
      expect(String(await buffer(await storage.read(key)))).toBe('again');
    }
  });

  test('gives a local copy until it is released', async () => {
    await storage.putBytes('derived/copy', Buffer.from('copy'));
    const copy = await storage.localCopy('derived/copy');
    expect(await readFile(copy.path, 'utf8')).toBe('copy');
    await copy.release();
    await copy.release();
  });

  test('says not_found for what is missing', async () => {
    expect(await storage.findSize('derived/none')).toBeNull();
    await expect(storage.read('derived/none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(storage.localCopy('derived/none')).rejects.toMatchObject({ code: 'not_found' });
    await storage.remove('derived/none');
  });

  test('lists what lies below a prefix, and only that', async () => {
    for (const key of ['derived/a/1', 'derived/a/2', 'derived/ab/3', 'deliveries/4']) {
      await storage.putBytes(key, Buffer.from(key));
    }
    expect(await keysOf(storage, 'derived/a/')).toEqual(['derived/a/1', 'derived/a/2']);
    expect(await keysOf(storage, 'derived/a')).toEqual(['derived/a/1', 'derived/a/2', 'derived/ab/3']);
    expect(await keysOf(storage, 'nothing/')).toEqual([]);
    const [object] = await listed(storage, 'deliveries/');
    expect(object?.sizeBytes).toBe(12n);
    expect(Math.abs(Date.now() - object!.modifiedAt.getTime())).toBeLessThan(60_000);
  });

  test('removes', async () => {
    await storage.putBytes('derived/gone', Buffer.from('x'));
    await storage.remove('derived/gone');
    expect(await storage.findSize('derived/gone')).toBeNull();
  });

  test.each(['../x', 'a/../b', '/etc/passwd', 'a//b', 'a/.hidden', '.tmp/x', 'A', 'a\0b', 'a\\b', '', 'a/', 'é'])(
    'refuses the key %j',
    async (key) => {
      const path = await file('escape', 'x');
      const attempts: (() => Promise<unknown>)[] = [
        () => storage.findSize(key),
        () => storage.read(key),
        () => storage.putFile(key, path),
        () => storage.putBytes(key, Buffer.from('x')),
        () => storage.localCopy(key),
        () => storage.remove(key),
      ];
      for (const attempt of attempts) {
        await expect(attempt()).rejects.toMatchObject({ code: 'bad_input' });
      }
    },
  );
});

describe('storage in a folder', () => {
  test('an original cannot be written to, and nothing half-written stays', async () => {
    const storage = implementations.fs();
    await storage.putFile(originalKey(sha), await file('original', 'original'));
    expect((await stat(join(folder, 'fs', originalKey(sha)))).mode & 0o222).toBe(0);
    expect(await readdir(join(folder, 'fs', '.tmp'))).toEqual([]);
    await expect(storage.putFile('derived/none', join(folder, 'no such file'))).rejects.toThrow();
    expect(await readdir(join(folder, 'fs', '.tmp'))).toEqual([]);
  });
});

test('what a killed process had half written goes with the first file that is stored', async () => {
  const directory = join(folder, 'killed');
  await mkdir(join(directory, '.tmp'), { recursive: true });
  await writeFile(join(directory, '.tmp', 'half'), 'half a ');
  await createFsStorage({ directory }).putBytes('derived/a', Buffer.from('a'));
  // It may belong to a process that is still writing.
  expect(await readdir(join(directory, '.tmp'))).toEqual(['half']);
  await createFsStorage({ directory, leftoverAfterMs: 0 }).putBytes('derived/b', Buffer.from('b'));
  expect(await readdir(join(directory, '.tmp'))).toEqual([]);
});

describe('a bucket whose server hangs', () => {
  const create = () =>
    createS3Storage({
      ...s3.config,
      cacheDirectory: join(folder, 'hanging'),
      cacheMaxBytes: 1000,
      timeouts: { connect: 1000, answer: 150, idle: 400 },
    });
  const away = { code: 'unavailable' };

  test.each<[string, (storage: Storage) => (() => Promise<unknown>)[]]>([
    ['HEAD', (storage) => [() => storage.findSize('derived/hang')]],
    ['GET', (storage) => [() => storage.read('derived/hang'), () => listed(storage, '')]],
    ['DELETE', (storage) => [() => storage.remove('derived/hang')]],
    [
      'PUT',
      (storage) => [
        async () => storage.putFile('derived/hang', await file('hang', 'y')),
        () => storage.putBytes('derived/hang', Buffer.from('z')),
      ],
    ],
  ])('is waited for only so long: %s', async (method, callsOf) => {
    const storage = create();
    await storage.putBytes('derived/hang', Buffer.from('x'));
    const held = s3.holdBack(method);
    try {
      for (const call of callsOf(storage)) await expect(call()).rejects.toMatchObject(away);
    } finally {
      held.drop();
      storage.close();
    }
  });

  test('may be waited for less: a removal that is given up is unavailable', async () => {
    const storage = createS3Storage({ ...s3.config, cacheDirectory: join(folder, 'hanging'), cacheMaxBytes: 1000 });
    const held = s3.holdBack('DELETE');
    try {
      const removing = storage.remove('derived/hang', { signal: AbortSignal.timeout(100) });
      await expect(removing).rejects.toMatchObject(away);
    } finally {
      held.drop();
      storage.close();
    }
  });
});

test.each(Object.entries(implementations))(
  'a removal that is not wanted any more does not begin on %s',
  async (_, create) => {
    const storage = create();
    await storage.putBytes('derived/wanted', Buffer.from('x'));
    const removing = storage.remove('derived/wanted', { signal: AbortSignal.abort() });
    await expect(removing).rejects.toMatchObject({ code: 'unavailable' });
    expect(await storage.findSize('derived/wanted')).toBe(1n);
  },
);

describe('local copies of a bucket', () => {
  const create = (cacheMaxBytes: number) =>
    createS3Storage({ ...s3.config, cacheDirectory: join(folder, 'bounded'), cacheMaxBytes });
  const cached = () => readdir(join(folder, 'bounded'));

  test('are dropped, the oldest first, when they pass the bound, but never while held', async () => {
    const storage = create(250);
    for (const name of ['a', 'b', 'c']) await storage.putBytes(`derived/${name}`, new Uint8Array(100));
    const held = await storage.localCopy('derived/a');
    for (const name of ['b', 'c']) await (await storage.localCopy(`derived/${name}`)).release();
    expect(await cached()).toHaveLength(2);
    expect((await stat(held.path)).size).toBe(100);
    await held.release();
  });

  test('are fetched once when asked for at the same time', async () => {
    const storage = create(1000);
    await storage.putBytes('derived/once', new Uint8Array(10));
    const copies = await Promise.all(Array.from({ length: 5 }, () => storage.localCopy('derived/once')));
    expect(new Set(copies.map((copy) => copy.path)).size).toBe(1);
    await Promise.all(copies.map((copy) => copy.release()));
  });
});
