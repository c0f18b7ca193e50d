import { makeGuest, makeShareLink } from '@sweetspot/prisma/seed';
import { type EventType, eventTypes } from '@sweetspot/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { appendEvent, eventChannel } from './append-event.ts';
import { listEventsSince } from './list-events-since.ts';
import { loadEventReader } from './load-event-reader.ts';
import { mayKnow } from './may-know.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
  cast = await makeCast(core.db);
});
afterAll(() => core.end());

const types = async (who: Parameters<TestCore['as']>[0], seq = 0, limit = 500) =>
  (await listEventsSince(core.as(who), { projectId: cast.project.id, seq, limit })).map(({ type }) => type);

it('are numbered, read on from a number, and refused to strangers', async () => {
  const { project, song, mix1, artist } = cast;
  const append = <T extends EventType>(type: T, payload: Parameters<typeof appendEvent<T>>[1]['payload']) =>
    core.db.$transaction((db) =>
      appendEvent(db, { projectId: project.id, type, payload, actor: { kind: 'user', id: artist.id, name: 'Ada' } }),
    );
  expect(await append('song.updated', { songId: song.id })).toBe(1);
  expect(await append('version.ready', { songId: song.id, versionId: mix1.id })).toBe(2);
  expect(await append('project.updated', {})).toBe(3);
  await expect(append('song.updated', { songId: 'not an id' })).rejects.toThrow();
  expect(await types(artist)).toEqual(['song.updated', 'version.ready', 'project.updated']);
  expect(await types(artist, 1, 1)).toEqual(['version.ready']);
  expect(await types(artist, 3)).toEqual([]);
  await expectError(types(cast.stranger), 'not_found');
  await expectError(types({ kind: 'anonymous' }), 'not_signed_in');
  expect(eventChannel).toBe('project_event');
});

it('tell every reader of exactly what they may see', async () => {
  const { project, artist, engineer, client, guest, song, otherSong, mix1, mix2, otherMix } = cast;
  const versionLink = await makeShareLink(core.db, {
    projectId: project.id,
    createdById: artist.id,
    versionId: mix1.id,
  });
  const followLink = await makeShareLink(core.db, {
    projectId: project.id,
    createdById: artist.id,
    followLatest: true,
    rights: ['listen', 'download'],
  });
  const readers = {
    artist: core.as(artist),
    engineer: core.as(engineer),
    client: core.as(client),
    song: core.as(guest),
    version: core.as(await makeGuest(core.db, { shareLinkId: versionLink.id })),
    latest: core.as(await makeGuest(core.db, { shareLinkId: followLink.id })),
  };
  const whoKnows = async (
    type: EventType,
    over: Partial<{ songId: string; versionId: string; team: boolean }> = {},
  ) => {
    const payload = over.versionId ? { versionId: over.versionId } : {};
    const event = {
      type,
      songId: over.songId ?? null,
      payload,
      visibility: over.team ? ('team' as const) : ('everyone' as const),
    };
    const knowing: string[] = [];
    for (const [name, ctx] of Object.entries(readers)) {
      if (mayKnow(await loadEventReader(ctx, project.id), event)) knowing.push(name);
    }
    return knowing.join(' ');
  };
  const everyone = 'artist engineer client song version latest';
  expect(await whoKnows('project.updated')).toBe(everyone);
  expect(await whoKnows('stage.changed', { songId: song.id })).toBe(everyone);
  expect(await whoKnows('stage.changed', { songId: otherSong.id })).toBe('artist engineer client latest');
  expect(await whoKnows('comment.added', { songId: song.id, versionId: mix1.id })).toBe(
    'artist engineer client song version',
  );
  expect(await whoKnows('comment.added', { songId: song.id, versionId: mix2.id })).toBe(
    'artist engineer client song latest',
  );
  expect(await whoKnows('comment.added', { songId: song.id, versionId: mix1.id, team: true })).toBe('artist engineer');
  expect(await whoKnows('version.ready', { songId: otherSong.id, versionId: otherMix.id })).toBe(
    'artist engineer client latest',
  );
  expect(await whoKnows('version.removed', { songId: song.id, versionId: mix1.id })).toBe(everyone);
  expect(await whoKnows('version.removed', { songId: song.id, versionId: mix2.id })).toBe(
    'artist engineer client song latest',
  );
  expect(await whoKnows('stem.added', { songId: song.id })).toBe('artist engineer client');
  expect(await whoKnows('upload.failed', { songId: song.id })).toBe('artist engineer');
  expect(await whoKnows('member.added')).toBe('artist engineer client');
  expect(await whoKnows('share-link.added')).toBe('artist engineer');
  // A link to one version, or to the newest, does not tell that another was delivered.
  expect(await whoKnows('delivery.ready', { songId: song.id, versionId: mix2.id })).toBe(
    'artist engineer client latest',
  );
  expect(await whoKnows('delivery.ready', { songId: song.id, versionId: mix1.id })).toBe('artist engineer client');
  for (const type of eventTypes) {
    if (/^(member|invitation|stem|upload|job|request|share-link)\./.test(type)) {
      expect(await whoKnows(type, { songId: song.id })).not.toMatch(/song|version|latest/);
    }
  }
});
