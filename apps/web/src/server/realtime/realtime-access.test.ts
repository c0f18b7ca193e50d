import { appendEvent } from '@sweetspot/core/events/append-event';
import { makeComment, makeGuest, makeShareLink, makeUser, makeVersion } from '@sweetspot/prisma/seed';
import type { Presence } from '@sweetspot/protocol';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProjectSocket } from '../../features/api/project-socket.ts';
import { ask, startLiveBand } from '../testing/live-band.ts';
import { guestCookieOf } from '../testing/start-test-web.ts';

const live = await startLiveBand();
beforeEach(live.renew);
afterEach(live.close);
afterAll(live.end);

test('nobody, foreign origins and strangers do not come in', async () => {
  const failure = (socket: ProjectSocket) =>
    new Promise<Error>((resolve) => socket.on('connect_error', (error) => resolve(error)));
  expect((await failure(live.connect(''))).message).toBe('Sign in first.');
  expect(await failure(live.connect(live.artist, { origin: 'https://evil.example' }))).toBeInstanceOf(Error);
  const stranger = await live.web.cookieOf(await makeUser(live.web.services.db));
  const { answer } = await live.join(stranger);
  expect(answer).toMatchObject({ ok: false, code: 'not_found' });
});

test('a page of somebody who signed out is told that it ended', async () => {
  const { project } = live.openLive(live.connect(''), '');
  await expect.poll(() => project.getState().connection).toBe('ended');
});

test('a removed member is told and cut off at once', async () => {
  const { socket } = await live.join(live.engineer);
  const told = new Promise((resolve) => socket.once('access:ended', resolve));
  const closed = new Promise((resolve) => socket.once('disconnect', resolve));
  const member = await live.web.services.db.member.findFirstOrThrow({ where: { userId: live.band.engineer.id } });
  const before = performance.now();
  await live.web.apiOf(live.artist).members.remove.mutate({ memberId: member.id });
  expect(await told).toEqual({ projectId: live.band.project.id });
  await closed;
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('a comment written right after a member was removed is not told to them, however late the notice', async () => {
  const { db } = live.web.services;
  const version = await makeVersion(db, { songId: live.band.song.id });
  const removed = await live.join(live.engineer);
  const staying = await live.join(live.artist);
  const ended = new Promise((resolve) => removed.socket.once('access:ended', resolve));
  const { projectId, id: memberId } = await db.member.findFirstOrThrow({ where: { userId: live.band.engineer.id } });
  const actor = { kind: 'user' as const, id: live.band.artist.id, name: live.band.artist.name };
  await db.$transaction(async (tx) => {
    await tx.member.delete({ where: { id: memberId } });
    const about = { memberId, userId: live.band.engineer.id };
    await appendEvent(tx, { projectId, type: 'member.removed', payload: about, actor });
    const comment = await makeComment(tx, { versionId: version.id, authorUserId: live.band.artist.id });
    const payload = { songId: live.band.song.id, versionId: version.id, commentId: comment.id };
    await appendEvent(tx, { projectId, type: 'comment.added', payload, actor });
  });
  await expect.poll(() => staying.events.map(({ type }) => type)).toEqual(['member.removed', 'comment.added']);
  expect(await ended).toEqual({ projectId: live.band.project.id });
  expect(removed.events).toEqual([]);
});

test('another role changes what is heard, without a cut', async () => {
  const version = await makeVersion(live.web.services.db, { songId: live.band.song.id });
  const { socket, events, hidden } = await live.join(live.engineer);
  const member = await live.web.services.db.member.findFirstOrThrow({ where: { userId: live.band.engineer.id } });
  await live.web.apiOf(live.artist).members.changeRole.mutate({ memberId: member.id, role: 'client' });
  await expect.poll(() => events).toHaveLength(1);
  await live.addComment(live.artist, version.id, { visibility: 'team' });
  await expect.poll(() => hidden).toEqual([2]);
  expect(socket.connected).toBe(true);
});

test('signing out everywhere and a revoked link cut sockets', async () => {
  const { db } = live.web.services;
  const signedOut = await live.join(live.engineer);
  const ended = new Promise((resolve) => signedOut.socket.once('access:ended', resolve));
  await live.web.apiOf(live.engineer).account.signOutEverywhere.mutate();
  expect(await ended).toEqual({ projectId: null });
  const link = await makeShareLink(db, { projectId: live.band.project.id, createdById: live.band.artist.id });
  const guest = await live.join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  const closed = new Promise((resolve) => guest.socket.once('disconnect', resolve));
  await live.web.apiOf(live.artist).shareLinks.revoke.mutate({ shareLinkId: link.id });
  await closed;
});

test('a guest whose link has expired is told as soon as a version changes', async () => {
  const { db } = live.web.services;
  const version = await makeVersion(db, { songId: live.band.song.id });
  const link = await makeShareLink(db, { projectId: live.band.project.id, createdById: live.band.artist.id });
  const guest = await live.join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  const ended = new Promise((resolve) => guest.socket.once('access:ended', resolve));
  await db.shareLink.update({ where: { id: link.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
  await live.web.apiOf(live.artist).versions.update.mutate({ versionId: version.id, name: 'Late' });
  expect(await ended).toEqual({ projectId: live.band.project.id });
  expect(guest.events).toEqual([]);
});

test('a guest whose link has just expired is not told what is said next', async () => {
  const { clock, db } = live.web.services;
  const version = await makeVersion(db, { songId: live.band.song.id });
  const { guest, soon } = await guestUntilSoon();
  const ended = new Promise((resolve) => guest.socket.once('access:ended', resolve));
  await live.addComment(live.artist, version.id);
  await expect.poll(() => guest.events).toHaveLength(1);
  vi.spyOn(clock, 'now').mockReturnValue(soon);
  await live.addComment(live.artist, version.id);
  expect(await ended).toEqual({ projectId: live.band.project.id });
  expect(guest.events).toHaveLength(1);
});

test('a guest whose link expires while what was said is being read is not told it', async () => {
  const { clock, db } = live.web.services;
  const version = await makeVersion(db, { songId: live.band.song.id });
  const { projectId, guest, soon } = await guestUntilSoon();
  const ended = new Promise((resolve) => guest.socket.once('access:ended', resolve));
  const actor = { kind: 'user' as const, id: live.band.artist.id, name: live.band.artist.name };
  const [written, locked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const told = db.$transaction(async (tx) => {
    const comment = await makeComment(tx, { versionId: version.id, authorUserId: live.band.artist.id });
    const payload = { songId: live.band.song.id, versionId: version.id, commentId: comment.id };
    await appendEvent(tx, { projectId, type: 'comment.added', payload, actor });
    written.resolve();
    await locked.promise;
  });
  await written.promise;
  const waiting = async (mode: string) => {
    const rows = await db.$queryRaw<object[]>`
      SELECT FROM pg_locks WHERE relation = '"Comment"'::regclass AND NOT granted AND mode = ${mode}`;
    return rows.length;
  };
  // Who wants to read the comment stands behind this, from the moment it was written.
  const lock = db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE "Comment" IN ACCESS EXCLUSIVE MODE`;
    await expect.poll(() => waiting('AccessShareLock')).toBe(1);
    vi.spyOn(clock, 'now').mockReturnValue(soon);
  });
  await expect.poll(() => waiting('AccessExclusiveLock')).toBe(1);
  locked.resolve();
  await Promise.all([told, lock]);
  expect(await ended).toEqual({ projectId });
  expect(guest.events).toEqual([]);
});

test('a guest whose link has expired does not see who comes', async () => {
  const { clock } = live.web.services;
  const { guest, soon } = await guestUntilSoon();
  const lists: Presence[][] = [];
  guest.socket.on('presence:list', ({ people }) => lists.push(people));
  await live.join(live.artist);
  await expect.poll(() => lists.at(-1)?.length).toBe(2);
  vi.spyOn(clock, 'now').mockReturnValue(soon);
  await live.join(live.engineer);
  await expect.poll(() => lists.at(-1)).toEqual([]);
  expect(lists.flat().map(({ personId }) => personId)).not.toContain(live.band.engineer.id);
});

test('a guest sees that somebody is in the song, and of a version that was not shared not that it is there', async () => {
  const { db } = live.web.services;
  const { id: songId } = live.band.song;
  const shared = await makeVersion(db, { songId });
  const other = await makeVersion(db, { songId });
  const { projectId, guest } = await guestUntilSoon({ versionId: shared.id });
  let people: Presence[] = [];
  guest.socket.on('presence:list', (list) => {
    ({ people } = list);
  });
  const { socket } = await live.join(live.artist);
  const artist = () => people.find(({ personId }) => personId === live.band.artist.id);
  await ask(socket, 'presence:set', { projectId, songId, versionId: shared.id, atSample: 10 });
  await expect.poll(artist).toMatchObject({ songId, versionId: shared.id, atSample: 10 });
  await ask(socket, 'presence:set', { projectId, songId, versionId: other.id, atSample: 20 });
  await expect.poll(artist).toMatchObject({ songId, versionId: null, atSample: null });
  await ask(socket, 'presence:set', { projectId, songId: null, versionId: other.id, atSample: 20 });
  await expect.poll(artist).toMatchObject({ songId: null, versionId: null, atSample: null });
});

/** A guest in the project whose link holds for another hour. */
async function guestUntilSoon(over: { versionId?: string } = {}) {
  const { db } = live.web.services;
  const { id: projectId } = live.band.project;
  const soon = new Date(Date.now() + 3_600_000);
  const link = await makeShareLink(db, { projectId, createdById: live.band.artist.id, expiresAt: soon, ...over });
  const guest = await live.join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  return { projectId, guest, soon };
}
