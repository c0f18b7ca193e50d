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
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { guestCookieOf, startTestWeb, type TestWeb } from '../testing/start-test-web.ts';

let web: TestWeb;
let band: Awaited<ReturnType<typeof makeBand>>;
let cookie: string;
beforeAll(async () => {
  web = await startTestWeb();
  band = await makeBand(web.services.db);
  cookie = await web.cookieOf(band.artist);
});
afterAll(() => web.stop());

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

test('parts are parts, what lies outside is 416, many at once are the whole', async () => {
  const { bytes, path } = await makeStoredVersion();
  const part = await get(`${path}/original`, { range: 'bytes=0-1' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe('bytes 0-1/10000');
  expect((await bytesOf(part)).equals(bytes.subarray(0, 2))).toBe(true);
  const end = await get(`${path}/original`, { range: 'bytes=-3' });
  expect((await bytesOf(end)).equals(bytes.subarray(-3))).toBe(true);
  const beyond = await get(`${path}/original`, { range: 'bytes=10000-' });
  expect(beyond.status).toBe(416);
  expect(beyond.headers.get('content-range')).toBe('bytes */10000');
  const many = await get(`${path}/original`, { range: `bytes=${'0-1,'.repeat(1000)}5-6` });
  expect(many.status).toBe(200);
  const stale = await get(`${path}/original`, { range: 'bytes=0-1', 'if-range': '"another"' });
  expect(stale.status).toBe(200);
  const head = await get(`${path}/original`, {}, 'HEAD');
  expect(head.headers.get('content-length')).toBe('10000');
});

test('peaks and segments come by range, and only those that exist', async () => {
  const { bytes, path } = await makeStoredVersion();
  const peaks = await get(`${path}/peaks`, { range: 'bytes=10-19' });
  expect((await bytesOf(peaks)).equals(bytes.subarray(10, 20))).toBe(true);
  const segment = await get(`${path}/segments/00001.flac`);
  expect(segment.headers.get('content-type')).toBe('audio/flac');
  expect((await bytesOf(segment)).equals(bytes.subarray(100, 150))).toBe(true);
  for (const name of ['00002.flac', '1.flac', '00001.wav', '00001', '..%2f00001.flac', '00001.flac%00', '-0001.flac']) {
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
