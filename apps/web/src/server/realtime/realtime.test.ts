import { randomUUID } from 'node:crypto';
import { appendEvent, eventChannel } from '@sweetspot/core/events/append-event';
import { jobChannels } from '@sweetspot/core/queue/job-channels';
import {
  makeComment,
  makeGuest,
  makeMember,
  makeShareLink,
  makeSong,
  makeUser,
  makeVersion,
} from '@sweetspot/prisma/seed';
import {
  type Ack,
  accessEndedChannel,
  type ClientMessage,
  type JobView,
  type Presence,
  type PushedEvent,
} from '@sweetspot/protocol';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { LiveProject } from '../../features/api/live-project.ts';
import type { ProjectSocket } from '../../features/api/project-socket.ts';
import { makeBand } from '../testing/make-band.ts';
import { guestCookieOf, makeTestDisk, startTestWeb, type TestDisk, type TestWeb } from '../testing/start-test-web.ts';

let disk: TestDisk;
let web: TestWeb;
let band: Awaited<ReturnType<typeof makeBand>>;
let artist: string;
let engineer: string;
const opened: { close(): void }[] = [];

beforeAll(async () => {
  disk = await makeTestDisk();
  web = await startTestWeb({ disk });
});
beforeEach(async () => {
  band = await makeBand(web.services.db);
  artist = await web.cookieOf(band.artist);
  engineer = await web.cookieOf(band.engineer);
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});
afterAll(async () => {
  await web.stopServer();
  await disk.remove();
});

/** A socket as a browser of somebody opens it. */
function connect(cookie: string, options: { url?: string; origin?: string } = {}): ProjectSocket {
  const { url = web.url, origin = url } = options;
  const socket: ProjectSocket = io(url, {
    path: '/socket',
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 10,
    reconnectionDelayMax: 50,
    extraHeaders: { cookie, origin },
  });
  opened.push(socket);
  return socket;
}

/** Sends anything under any name and waits for the answer. */
const ask = (socket: ProjectSocket, name: ClientMessage | string, body: unknown) =>
  (socket as unknown as { timeout(ms: number): { emitWithAck(name: string, body: unknown): Promise<unknown> } })
    .timeout(15_000)
    .emitWithAck(name, body) as Promise<Ack<{ lastSeq: number; people: Presence[] }>>;

async function join(cookie: string, options?: { url?: string }) {
  const socket = connect(cookie, options);
  const events: PushedEvent[] = [];
  const hidden: number[] = [];
  socket.on('project:event', (event) => events.push(event));
  socket.on('project:hidden', ({ seq }) => hidden.push(seq));
  const answer = await ask(socket, 'project:join', { projectId: band.project.id });
  return { socket, events, hidden, answer };
}

async function addComment(as: string, versionId: string, more: { visibility?: 'everyone' | 'team' } = {}) {
  const id = randomUUID();
  await web.apiOf(as).comments.add.mutate({ id, versionId, body: 'Louder.', visibility: 'everyone', ...more });
  return id;
}

test('a comment reaches the others with its number, and with its text those who may read it', async () => {
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  const { events, answer } = await join(engineer);
  expect(answer).toMatchObject({ ok: true, lastSeq: 0 });
  const commentId = await addComment(artist, version.id);
  await expect.poll(() => events).toHaveLength(1);
  expect(events[0]).toMatchObject({ seq: 1, type: 'comment.added', payload: { commentId }, songId: band.song.id });
  expect(events[0]?.comment).toMatchObject({ id: commentId, body: 'Louder.', replies: [] });
  expect(events[0]?.comment?.permissions).not.toContain('comment.update');
});

test('a comment is at the others about when its author hears that it was kept', async () => {
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  const { socket } = await join(engineer);
  const kept: number[] = [];
  const arrived: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    const before = performance.now();
    const note = (list: number[]) => () => list.push(performance.now() - before);
    const arrival = new Promise((resolve) => socket.once('project:event', resolve)).then(note(arrived));
    await Promise.all([addComment(artist, version.id).then(note(kept)), arrival]);
  }
  const p95 = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length * 0.95)]!;
  // The machine is shared with other tests, so the yardstick is the call itself; 100 ms is e2e's to measure.
  expect(p95(arrived)).toBeLessThan(Math.max(100, 1.5 * p95(kept)));
});

test('what is for the team is only a number to the others', async () => {
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  const client = await makeUser(web.services.db);
  await makeMember(web.services.db, { projectId: band.project.id, userId: client.id, role: 'client' });
  const theirs = await join(await web.cookieOf(client));
  const teams = await join(engineer);
  await addComment(artist, version.id, { visibility: 'team' });
  await expect.poll(() => teams.events).toHaveLength(1);
  await expect.poll(() => theirs.hidden).toEqual([1]);
  expect(theirs.events).toEqual([]);
});

test('a guest hears of the song that was shared and of no other', async () => {
  const { db } = web.services;
  const other = await makeSong(db, { projectId: band.project.id });
  const [shared, foreign] = await Promise.all([band.song, other].map(({ id }) => makeVersion(db, { songId: id })));
  const link = await makeShareLink(db, {
    projectId: band.project.id,
    createdById: band.artist.id,
    songId: band.song.id,
  });
  const guest = await join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  await addComment(artist, foreign!.id);
  await addComment(artist, shared!.id);
  await expect.poll(() => guest.events.map(({ seq }) => seq)).toEqual([2]);
  expect(guest.hidden).toEqual([1]);
});

test('nobody, foreign origins and strangers do not come in', async () => {
  const failure = (socket: ProjectSocket) =>
    new Promise<Error>((resolve) => socket.on('connect_error', (error) => resolve(error)));
  expect((await failure(connect(''))).message).toBe('Sign in first.');
  expect(await failure(connect(artist, { origin: 'https://evil.example' }))).toBeInstanceOf(Error);
  const stranger = await web.cookieOf(await makeUser(web.services.db));
  const { answer } = await join(stranger);
  expect(answer).toMatchObject({ ok: false, code: 'not_found' });
});

test('a page of somebody who signed out is told that it ended', async () => {
  const { live } = openLive(connect(''), '');
  await expect.poll(() => live.getState().connection).toBe('ended');
});

test('messages that are unknown, malformed or not for a room one is in get an error', async () => {
  const { socket } = await join(artist);
  expect(await ask(socket, 'project:delete', {})).toMatchObject({ ok: false, code: 'bad_input' });
  expect(await ask(socket, '__proto__', {})).toMatchObject({ ok: false, code: 'bad_input' });
  expect(await ask(socket, 'project:join', { projectId: 'x' })).toMatchObject({ ok: false, code: 'bad_input' });
  expect(await ask(socket, 'project:join', null)).toMatchObject({ ok: false, code: 'bad_input' });
  expect(await ask(socket, 'project:join', Buffer.from('x'))).toMatchObject({ ok: false, code: 'bad_input' });
  const place = { songId: null, versionId: null, atSample: null };
  expect(await ask(socket, 'presence:set', { projectId: randomUUID(), ...place })).toMatchObject({ code: 'not_found' });
  expect(await ask(socket, 'presence:set', { projectId: band.project.id, ...place, atSample: -1 })).toMatchObject({
    code: 'bad_input',
  });
  expect(socket.connected).toBe(true);
});

test('one person comes into a project with a number of tabs, not with any number', async () => {
  const tabs = await Promise.all(Array.from({ length: 50 }, () => join(artist)));
  const inside = tabs.filter(({ answer }) => answer.ok);
  expect(inside.length).toBe(40);
  expect((await join(artist)).answer).toMatchObject({ ok: false, code: 'too_many' });
  expect((await join(engineer)).answer.ok).toBe(true);
  await ask(inside[0]!.socket, 'project:leave', { projectId: band.project.id });
  expect((await join(artist)).answer.ok).toBe(true);
});

test('a message of 20 kB and a flood close the connection', async () => {
  const big = await join(artist);
  const closed = (socket: ProjectSocket) => new Promise((resolve) => socket.once('disconnect', resolve));
  const tooBig = closed(big.socket);
  (big.socket as unknown as { emit(name: string, body: string): void }).emit('project:join', 'x'.repeat(20_000));
  await tooBig;
  const flood = await join(artist);
  const flooded = closed(flood.socket);
  for (let count = 0; count < 1_000; count += 1) {
    flood.socket.emit('project:leave', { projectId: randomUUID() }, () => undefined);
  }
  await flooded;
});

test('a removed member is told and cut off at once', async () => {
  const { socket } = await join(engineer);
  const told = new Promise((resolve) => socket.once('access:ended', resolve));
  const closed = new Promise((resolve) => socket.once('disconnect', resolve));
  const member = await web.services.db.member.findFirstOrThrow({ where: { userId: band.engineer.id } });
  const before = performance.now();
  await web.apiOf(artist).members.remove.mutate({ memberId: member.id });
  expect(await told).toEqual({ projectId: band.project.id });
  await closed;
  expect(performance.now() - before).toBeLessThan(2_000);
});

test('a comment written right after a member was removed is not told to them, however late the notice', async () => {
  const { db } = web.services;
  const version = await makeVersion(db, { songId: band.song.id });
  const removed = await join(engineer);
  const staying = await join(artist);
  const ended = new Promise((resolve) => removed.socket.once('access:ended', resolve));
  const { projectId, id: memberId } = await db.member.findFirstOrThrow({ where: { userId: band.engineer.id } });
  const actor = { kind: 'user' as const, id: band.artist.id, name: band.artist.name };
  await db.$transaction(async (tx) => {
    await tx.member.delete({ where: { id: memberId } });
    const about = { memberId, userId: band.engineer.id };
    await appendEvent(tx, { projectId, type: 'member.removed', payload: about, actor });
    const comment = await makeComment(tx, { versionId: version.id, authorUserId: band.artist.id });
    const payload = { songId: band.song.id, versionId: version.id, commentId: comment.id };
    await appendEvent(tx, { projectId, type: 'comment.added', payload, actor });
  });
  await expect.poll(() => staying.events.map(({ type }) => type)).toEqual(['member.removed', 'comment.added']);
  expect(await ended).toEqual({ projectId: band.project.id });
  expect(removed.events).toEqual([]);
});

test('another role changes what is heard, without a cut', async () => {
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  const { socket, events, hidden } = await join(engineer);
  const member = await web.services.db.member.findFirstOrThrow({ where: { userId: band.engineer.id } });
  await web.apiOf(artist).members.changeRole.mutate({ memberId: member.id, role: 'client' });
  await expect.poll(() => events).toHaveLength(1);
  await addComment(artist, version.id, { visibility: 'team' });
  await expect.poll(() => hidden).toEqual([2]);
  expect(socket.connected).toBe(true);
});

test('signing out everywhere and a revoked link cut sockets', async () => {
  const { db } = web.services;
  const signedOut = await join(engineer);
  const ended = new Promise((resolve) => signedOut.socket.once('access:ended', resolve));
  await web.apiOf(engineer).account.signOutEverywhere.mutate();
  expect(await ended).toEqual({ projectId: null });
  const link = await makeShareLink(db, { projectId: band.project.id, createdById: band.artist.id });
  const guest = await join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  const closed = new Promise((resolve) => guest.socket.once('disconnect', resolve));
  await web.apiOf(artist).shareLinks.revoke.mutate({ shareLinkId: link.id });
  await closed;
});

test('a guest whose link has expired is told as soon as a version changes', async () => {
  const { db } = web.services;
  const version = await makeVersion(db, { songId: band.song.id });
  const link = await makeShareLink(db, { projectId: band.project.id, createdById: band.artist.id });
  const guest = await join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  const ended = new Promise((resolve) => guest.socket.once('access:ended', resolve));
  await db.shareLink.update({ where: { id: link.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
  await web.apiOf(artist).versions.update.mutate({ versionId: version.id, name: 'Late' });
  expect(await ended).toEqual({ projectId: band.project.id });
  expect(guest.events).toEqual([]);
});

test('a guest whose link has just expired is not told what is said next', async () => {
  const { clock, db } = web.services;
  const version = await makeVersion(db, { songId: band.song.id });
  const soon = new Date(Date.now() + 3_600_000);
  const link = await makeShareLink(db, { projectId: band.project.id, createdById: band.artist.id, expiresAt: soon });
  const guest = await join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  const ended = new Promise((resolve) => guest.socket.once('access:ended', resolve));
  await addComment(artist, version.id);
  await expect.poll(() => guest.events).toHaveLength(1);
  vi.spyOn(clock, 'now').mockReturnValue(soon);
  await addComment(artist, version.id);
  expect(await ended).toEqual({ projectId: band.project.id });
  expect(guest.events).toHaveLength(1);
});

test('progress of a job is shown to members and not to guests', async () => {
  const { db } = web.services;
  const link = await makeShareLink(db, { projectId: band.project.id, createdById: band.artist.id });
  const member = await join(engineer);
  const guest = await join(guestCookieOf(await makeGuest(db, { shareLinkId: link.id })));
  const heard: string[] = [];
  guest.socket.on('job:progress', () => heard.push('guest'));
  const shown = new Promise<JobView>((resolve) => member.socket.once('job:progress', resolve));
  const job: JobView = {
    id: randomUUID(),
    projectId: band.project.id,
    songId: band.song.id,
    kind: 'render',
    subjectId: randomUUID(),
    label: 'Mix 1',
    state: 'running',
    progress: 0.5,
    attempt: 1,
    cancelRequested: false,
    failureMessage: null,
    createdAt: new Date().toISOString(),
  };
  await db.$executeRaw`SELECT pg_notify(${jobChannels.progress}, ${JSON.stringify(job)})`;
  expect((await shown).progress).toBe(0.5);
  // What comes after it on the same connection has come: the progress was not on its way.
  await ask(guest.socket, 'project:leave', { projectId: band.project.id });
  expect(heard).toEqual([]);
});

test('people on two processes see each other, and see them go', async () => {
  const second = await startTestWeb({ disk });
  try {
    const here = await join(artist);
    const there = await join(engineer, { url: second.url });
    const lists: Presence[][] = [];
    here.socket.on('presence:list', ({ people }) => lists.push(people));
    const place = { projectId: band.project.id, songId: band.song.id, versionId: null, atSample: 48_000 };
    expect(await ask(there.socket, 'presence:set', place)).toMatchObject({ ok: true });
    const names = () => lists.at(-1)?.map(({ personId, atSample }) => ({ personId, atSample }));
    await expect.poll(names).toContainEqual({ personId: band.engineer.id, atSample: 48_000 });
    there.socket.close();
    await expect.poll(names).toEqual([{ personId: band.artist.id, atSample: null }]);
  } finally {
    await second.stopServer();
  }
});

/** A wire that loses, doubles and swaps what the server says of events, by a fixed pattern. */
function makeLossy(socket: ProjectSocket): ProjectSocket {
  type Listener = (body: unknown) => void;
  const raw = socket as unknown as { on(name: string, listener: Listener): void };
  const wrapped = new Map<Listener, Listener>();
  let count = 0;
  let held: (() => void) | undefined;
  return new Proxy(socket, {
    get(target, property) {
      if (property !== 'on') {
        const value = Reflect.get(target, property, target) as unknown;
        return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value;
      }
      return (name: string, listener: Listener) => {
        if (name !== 'project:event') return raw.on(name, listener);
        const lossy: Listener = (body) => {
          count += 1;
          const deliver = () => listener(body);
          if (count % 4 === 1) return; // lost
          if (count % 4 === 2) {
            held = deliver; // swapped with the next
            return;
          }
          deliver();
          held?.();
          held = undefined;
          if (count % 4 === 0) deliver(); // doubled
        };
        wrapped.set(listener, lossy);
        return raw.on(name, lossy);
      };
    },
  });
}

function openLive(socket: ProjectSocket, cookie: string) {
  const seqs: number[] = [];
  const live = new LiveProject({
    projectId: band.project.id,
    sinceSeq: 0,
    socket,
    fetchSince: (input) => web.apiOf(cookie).events.since.query(input),
    onEvent: ({ seq }) => seqs.push(seq),
  });
  opened.push(live);
  return { live, seqs };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('over a wire that drops, doubles and swaps, the page gets every event once and in order', async () => {
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  const { live, seqs } = openLive(makeLossy(connect(engineer)), engineer);
  await expect.poll(() => live.getState().connection).toBe('live');
  for (let count = 0; count < 30; count += 1) await addComment(artist, version.id);
  // The last may be among the lost; one more that arrives shows the gap.
  await expect
    .poll(async () => {
      await addComment(artist, version.id);
      return seqs.length;
    })
    .toBeGreaterThanOrEqual(30);
  const { lastSeq } = await web.services.db.project.findUniqueOrThrow({ where: { id: band.project.id } });
  expect(seqs).toEqual(upTo(seqs.length));
  expect(seqs.length).toBeLessThanOrEqual(Number(lastSeq));
});

test('what happens while the connection is away is there when it is back', async () => {
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  const socket = connect(engineer);
  const { live, seqs } = openLive(socket, engineer);
  await expect.poll(() => live.getState().connection).toBe('live');
  await addComment(artist, version.id);
  await expect.poll(() => seqs).toEqual([1]);
  const away = new Promise((resolve) => socket.once('disconnect', resolve));
  socket.disconnect();
  await away;
  expect(live.getState().connection).toBe('offline');
  for (let count = 0; count < 5; count += 1) await addComment(artist, version.id);
  socket.connect();
  await expect.poll(() => seqs).toEqual(upTo(6));
  expect(live.getState().connection).toBe('live');
});

test('notices that PostgreSQL lost are made good when it is back', async () => {
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  const { seqs } = openLive(connect(engineer), engineer);
  await addComment(artist, version.id);
  await expect.poll(() => seqs).toEqual([1]);
  await web.services.db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'sweetspot-listen' AND datname = current_database()`;
  await addComment(artist, version.id);
  await expect.poll(() => seqs).toEqual([1, 2]);
});

test('notices that cannot be read are passed over', async () => {
  const { events } = await join(engineer);
  for (const channel of ['presence', accessEndedChannel, jobChannels.progress, eventChannel]) {
    for (const payload of ['{', 'null', '{"processId":"x"}']) {
      await web.services.db.$executeRaw`SELECT pg_notify(${channel}, ${payload})`;
    }
  }
  const version = await makeVersion(web.services.db, { songId: band.song.id });
  await addComment(artist, version.id);
  await expect.poll(() => events.map(({ type }) => type)).toEqual(['comment.added']);
});
