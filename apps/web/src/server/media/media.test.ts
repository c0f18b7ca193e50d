import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { originalKey } from '@sweetspot/core/storage/storage';
import { exampleDerived } from '@sweetspot/core/testing/example-derived';
import {
  makeDelivery,
  makeGuest,
  makeMember,
  makeShareLink,
  makeStem,
  makeUser,
  makeVersion,
} from '@sweetspot/prisma/seed';
import { apiHeader } from '@sweetspot/protocol/api';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { startTestStorage, storageKinds, type TestStorage } from '../testing/start-test-storage.ts';
import { guestCookieOf, startTestWeb, type TestWeb } from '../testing/start-test-web.ts';

describe.each(storageKinds)('media on %s', (kind) => {
  let storage: TestStorage;
  let web: TestWeb;
  let band: Awaited<ReturnType<typeof makeBand>>;
  let cookie: string;
  beforeAll(async () => {
    storage = await startTestStorage(kind);
    web = await startTestWeb({ env: storage.env });
    band = await makeBand(web.services.db);
    cookie = await web.cookieOf(band.artist);
  });
  afterAll(async () => {
    await web.stop();
    await storage.stop();
  });

  test('the storage is the one that is meant', () => expect(web.services.storage.kind).toBe(kind));

  /** A version whose original, peaks and segments are really there. */
  async function makeStoredVersion(sizeBytes = 10_000, originalName = 'Mix 1.wav', songId = band.song.id) {
    const bytes = randomBytes(sizeBytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const derived = exampleDerived(sha256, 2);
    const { storage, db } = web.services;
    await storage.putBytes(originalKey(sha256), bytes);
    await storage.putBytes(derived.peaksKey, bytes.subarray(0, 500));
    await storage.putBytes(`${derived.segments.keyPrefix}/00000.flac`, bytes.subarray(0, 100));
    await storage.putBytes(`${derived.segments.keyPrefix}/00001.flac`, bytes.subarray(100, 150));
    const file = { sha256, derived, originalName, sizeBytes: BigInt(sizeBytes) };
    const version = await makeVersion(db, { songId, file });
    return { bytes, sha256, version, path: `/media/files/${version.fileId}` };
  }

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${web.url}${path}`, { method, headers: { cookie, ...headers } });
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  test('an original comes down whole, under its name, and may only be kept if asked for again', async () => {
    const { bytes, sha256, path } = await makeStoredVersion();
    const response = await get(`${path}/original`);
    expect(response.status).toBe(200);
    expect((await bytesOf(response)).equals(bytes)).toBe(true);
    expect(response.headers.get('content-disposition')).toContain('filename="Mix 1.wav"');
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('etag')).toBe(`"${sha256}"`);
    const again = await get(`${path}/original`, { 'if-none-match': `"${sha256}"` });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test.each([
    ['the first bytes', 'bytes=0-1', 0, 2],
    ['the first byte', 'bytes=0-0', 0, 1],
    ['the middle', 'bytes=4000-5999', 4000, 6000],
    ['the rest', 'bytes=9000-', 9000, 10_000],
    ['the last byte', 'bytes=9999-9999', 9999, 10_000],
    ['past the end', 'bytes=9990-20000', 9990, 10_000],
    ['a suffix', 'bytes=-3', 9997, 10_000],
    ['a suffix longer than the file', 'bytes=-20000', 0, 10_000],
  ])('part of a file: %s', async (_what, range, from, to) => {
    const { bytes, sha256, path } = await makeStoredVersion();
    const asked: Record<string, string>[] = [{ range }, { range, 'if-range': `"${sha256}"` }];
    for (const headers of asked) {
      const part = await get(`${path}/original`, headers);
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/10000`);
      expect(part.headers.get('content-length')).toBe(String(to - from));
      expect(part.headers.get('etag')).toBe(`"${sha256}"`);
      expect((await bytesOf(part)).equals(bytes.subarray(from, to))).toBe(true);
    }
  });

  test.each(['bytes=10000-', 'bytes=10000-10001', 'bytes=-0'])('%s of ten thousand bytes is 416', async (range) => {
    const { path } = await makeStoredVersion();
    const beyond = await get(`${path}/original`, { range });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe('bytes */10000');
    expect(await beyond.text()).toBe('');
  });

  test('many parts at once, and a part of what it is no longer, are the whole', async () => {
    const { bytes, path } = await makeStoredVersion();
    const asked: Record<string, string>[] = [
      { range: `bytes=${'0-1,'.repeat(1000)}5-6` },
      { range: 'bytes=0-1', 'if-range': '"another"' },
    ];
    for (const headers of asked) {
      const whole = await get(`${path}/original`, headers);
      expect(whole.status).toBe(200);
      expect((await bytesOf(whole)).equals(bytes)).toBe(true);
    }
  });

  test('HEAD tells size, type and ETag, of the whole and of a part, without a byte', async () => {
    const { sha256, path } = await makeStoredVersion();
    const reads = vi.spyOn(web.services.storage, 'read');
    const head = await get(`${path}/original`, {}, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe('10000');
    expect(head.headers.get('content-type')).toBe('audio/wav');
    expect(head.headers.get('accept-ranges')).toBe('bytes');
    expect(head.headers.get('etag')).toBe(`"${sha256}"`);
    const part = await get(`${path}/original`, { range: 'bytes=10-19' }, 'HEAD');
    expect(part.headers.get('content-length')).toBe('10');
    expect(reads).not.toHaveBeenCalled();
  });

  test('an empty file comes down, and no part of it', async () => {
    const { path } = await makeStoredVersion(0);
    const whole = await get(`${path}/original`);
    expect(whole.status).toBe(200);
    expect(await whole.text()).toBe('');
    expect((await get(`${path}/original`, { range: 'bytes=0-0' })).status).toBe(416);
  });

  test('what is not in storage is not found', async () => {
    const { sha256, path } = await makeStoredVersion();
    await web.services.storage.remove(originalKey(sha256));
    expect((await get(`${path}/original`)).status).toBe(404);
  });

  test('a listener who is gone before the first byte leaves nothing open', async () => {
    const { path } = await makeStoredVersion();
    const { host, port } = new URL(web.url);
    const socket = connect(Number(port), '127.0.0.1');
    const read = web.services.storage.read.bind(web.services.storage);
    const opened: Awaited<ReturnType<typeof read>>[] = [];
    const spy = vi.spyOn(web.services.storage, 'read').mockImplementationOnce(async (...which) => {
      const bytes = await read(...which);
      socket.destroy();
      // By the time that this is answered the server knows that the other one has gone.
      await get(path, { range: 'bytes=0-0' });
      opened.push(bytes);
      return bytes;
    });
    socket.write(`GET ${path}/original HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n\r\n`);
    await expect.poll(() => opened.map(({ closed }) => closed)).toEqual([true]);
    await expect.poll(() => storage.openReads()).toBe(0);
    spy.mockRestore();
  });

  test('a listener who goes away in the middle leaves nothing open', async () => {
    const { path } = await makeStoredVersion(20_000_000);
    const reads = vi.spyOn(web.services.storage, 'read');
    const socket = await openDownload(`${path}/original`, cookie);
    const bytes = await (reads.mock.results[0]!.value as ReturnType<typeof web.services.storage.read>);
    expect(bytes.destroyed).toBe(false);
    expect(web.services.openStreams.size).toBe(1);
    if (kind === 's3') expect(storage.openReads()).toBe(1);
    socket.destroy();
    await expect.poll(() => bytes.closed).toBe(true);
    await expect.poll(() => web.services.openStreams.size).toBe(0);
    await expect.poll(() => storage.openReads()).toBe(0);
  });

  test('peaks and segments come by range, and only those that exist', async () => {
    const { bytes, path } = await makeStoredVersion();
    const peaks = await get(`${path}/peaks`, { range: 'bytes=10-19' });
    expect((await bytesOf(peaks)).equals(bytes.subarray(10, 20))).toBe(true);
    const segment = await get(`${path}/segments/00001.flac`);
    expect(segment.headers.get('content-type')).toBe('audio/flac');
    expect((await bytesOf(segment)).equals(bytes.subarray(100, 150))).toBe(true);
    for (const name of [
      '00002.flac',
      '1.flac',
      '00001.wav',
      '00001',
      '..%2f00001.flac',
      '00001.flac%00',
      '-0001.flac',
    ]) {
      expect((await get(`${path}/segments/${name}`)).status).toBe(404);
    }
  });

  test('a name full of tricks stays a name', async () => {
    const { path } = await makeStoredVersion(100, 'a"\r\nSet-Cookie: x=1\u202Egnp.wav');
    const response = await get(`${path}/original`);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test('strangers, other songs and other rights find nothing', async () => {
    const { db } = web.services;
    const { path, version } = await makeStoredVersion();
    const stranger = await web.cookieOf(await makeUser(db));
    expect((await get(`${path}/peaks`, { cookie: stranger })).status).toBe(404);
    expect((await get(`${path}/peaks`, { cookie: '' })).status).toBe(401);
    const link = await makeShareLink(db, {
      projectId: band.project.id,
      createdById: band.artist.id,
      versionId: version.id,
      rights: ['listen'],
    });
    const guest = guestCookieOf(await makeGuest(db, { shareLinkId: link.id }));
    expect((await get(`${path}/peaks`, { cookie: guest })).status).toBe(200);
    expect((await get(`${path}/original`, { cookie: guest })).status).toBe(403);
    const other = await makeStoredVersion();
    expect((await get(`${other.path}/peaks`, { cookie: guest })).status).toBe(404);
    const stem = await makeStem(db, { songId: band.song.id });
    expect((await get(`/media/files/${stem.fileId}/original`, { cookie: guest })).status).toBe(404);
    await web.apiOf(cookie).shareLinks.revoke.mutate({ shareLinkId: link.id });
    expect((await get(`${path}/peaks`, { cookie: guest })).status).toBe(401);
  });

  test('a delivery comes down as a ZIP', async () => {
    const { version } = await makeStoredVersion();
    const delivery = await makeDelivery(web.services.db, { versionId: version.id });
    await web.services.storage.putBytes(delivery.zipKey ?? '', Buffer.from('PK'));
    const response = await get(`/media/deliveries/${delivery.id}/zip`);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(await response.text()).toBe('PK');
  });

  /** Begins a download and reads nothing more, so that it stays open. */
  async function openDownload(path: string, as: string) {
    const { hostname, port } = new URL(web.url);
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined); // It will be reset.
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${as}\r\n\r\n`);
    await once(socket, 'data');
    socket.pause();
    return socket;
  }

  /** Milliseconds from `end` until the server holds one stream less; the reader then only gets what was on its way. */
  async function untilCut(socket: Awaited<ReturnType<typeof openDownload>>, end: () => Promise<unknown>) {
    const { openStreams } = web.services;
    const open = openStreams.size;
    const before = performance.now();
    await end();
    await expect.poll(() => openStreams.size, { interval: 10 }).toBe(open - 1);
    const elapsed = performance.now() - before;
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.resume();
    await closed;
    expect(socket.bytesRead).toBeLessThan(20_000_000);
    return elapsed;
  }

  test('a stream under way is cut within two seconds of the member’s removal', async () => {
    const { db } = web.services;
    const { path } = await makeStoredVersion(20_000_000);
    const removed = await makeUser(db);
    const member = await makeMember(db, { projectId: band.project.id, userId: removed.id, role: 'client' });
    const socket = await openDownload(`${path}/original`, await web.cookieOf(removed));
    const elapsed = await untilCut(socket, () => web.apiOf(cookie).members.remove.mutate({ memberId: member.id }));
    expect(elapsed).toBeLessThan(2_000);
  });

  test('a stream is cut when the link is revoked, and those of others go on', async () => {
    const { db } = web.services;
    const { path } = await makeStoredVersion(20_000_000);
    const rights = { createdById: band.artist.id, projectId: band.project.id, songId: band.song.id };
    const [ends, stays] = await Promise.all(
      [1, 2].map(() => makeShareLink(db, { ...rights, rights: ['listen', 'download'] })),
    );
    const [cut, kept] = await Promise.all(
      [ends, stays].map(async (link) =>
        openDownload(`${path}/original`, guestCookieOf(await makeGuest(db, { shareLinkId: link!.id }))),
      ),
    );
    const elapsed = await untilCut(cut!, () => web.apiOf(cookie).shareLinks.revoke.mutate({ shareLinkId: ends!.id }));
    expect(elapsed).toBeLessThan(2_000);
    kept!.resume();
    await expect.poll(() => kept!.bytesRead).toBeGreaterThan(20_000_000);
    kept!.destroy();
  });

  test('signing out everywhere cuts streams too', async () => {
    const { path } = await makeStoredVersion(20_000_000);
    const socket = await openDownload(`${path}/original`, await web.cookieOf(band.engineer));
    const api = web.apiOf(await web.cookieOf(band.engineer));
    expect(await untilCut(socket, () => api.account.signOutEverywhere.mutate())).toBeLessThan(2_000);
  });

  test('a cover is made a JPEG that shops take, shown to the members, and goes into the files', async () => {
    const image = await sharp({ create: { width: 4000, height: 3900, channels: 4, background: 'teal' } })
      .png()
      .toBuffer();
    const path = `/media/projects/${band.project.id}/artwork`;
    const post = (body: Uint8Array<ArrayBuffer>) =>
      fetch(`${web.url}${path}`, { method: 'POST', headers: { cookie, [apiHeader]: '1' }, body });
    expect((await get(path)).status).toBe(404);
    const sent = await post(new Uint8Array(image));
    expect(await sent.json()).toMatchObject({ mime: 'image/jpeg', width: 3000, height: 2925 });
    const shown = await bytesOf(await get(path));
    expect(await sharp(shown).metadata()).toMatchObject({ format: 'jpeg', width: 3000, height: 2925, space: 'srgb' });
    expect((await get(path, { cookie: '' })).status).toBe(401);
    expect((await post(new Uint8Array(Buffer.from('<svg/>')))).status).toBe(400);

    const api = web.apiOf(cookie);
    const file = { analysis: exampleAnalysis() };
    const { id: versionId } = await makeVersion(web.services.db, { songId: band.song.id, file });
    const { findings } = await api.deliveries.preflight.query({ songId: band.song.id, versionId });
    expect(findings.find(({ code }) => code === 'artwork_not_square')?.message).toContain('3000 × 2925');
  });

  test('a picture is cut to a square and shown to who shares a project', async () => {
    const image = await sharp({ create: { width: 600, height: 300, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const post = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = { [apiHeader]: '1' }) =>
      fetch(`${web.url}/account/picture`, { method: 'POST', headers: { cookie, ...headers }, body });
    expect((await post(new Uint8Array(image))).status).toBe(200);
    const shown = await get(`/media/pictures/${band.artist.id}`);
    const { width, height, format } = await sharp(await bytesOf(shown)).metadata();
    expect({ width, height, format }).toEqual({ width: 256, height: 256, format: 'webp' });
    expect((await get(`/media/pictures/${band.artist.id}`, { cookie: '' })).status).toBe(404);
    expect((await post(new Uint8Array(Buffer.from('<svg onload="alert(1)"/>')))).status).toBe(400);
    expect((await post(new Uint8Array(6 * 1024 * 1024))).status).toBe(413);
    expect((await post(new Uint8Array(image), {})).status).toBe(403);
  });

  test('a drawing or a film is no picture, whatever it would cost to look at it', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
    for (const path of ['/account/picture', `/media/projects/${band.project.id}/artwork`]) {
      for (const body of [svg, new Uint8Array(gif)]) {
        const headers = { cookie, [apiHeader]: '1' };
        expect((await fetch(web.url + path, { method: 'POST', headers, body })).status).toBe(400);
      }
    }
  });
});
