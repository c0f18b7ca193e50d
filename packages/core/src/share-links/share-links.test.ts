import { randomUUID } from 'node:crypto';
import { makeSong } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { getSong } from '../songs/get-song.ts';
import { listSongs } from '../songs/list-songs.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { addShareLink, addShareLinkInput } from './add-share-link.ts';
import { enterShareLink } from './enter-share-link.ts';
import { listGuestSessions } from './list-guest-sessions.ts';
import { listShareLinks } from './list-share-links.ts';
import { previewShareLink } from './preview-share-link.ts';
import { revokeShareLink } from './revoke-share-link.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());
beforeEach(async () => {
  cast = await makeCast(core.db);
});

const anonymous = () => core.as({ kind: 'anonymous' });
const here = '192.0.2.1';
const enter = (ctx: Context, input: Parameters<typeof enterShareLink>[1], ip = here) => enterShareLink(ctx, input, ip);
const add = async (over: Record<string, unknown> = {}) => {
  const input = addShareLinkInput.parse({
    scope: 'song',
    projectId: cast.project.id,
    songId: cast.song.id,
    name: 'For the label',
    rights: ['comment'],
    ...over,
  });
  const { id, url } = await addShareLink(core.as(cast.engineer), input);
  return { id, url, token: url.slice('https://sweetspot.example/s/'.length) };
};

describe('making a link', () => {
  it('answers its address once and stores a hash', async () => {
    const { id, url, token } = await add({ password: 'sesame' });
    expect(url).toMatch(/^https:\/\/sweetspot\.example\/s\/[\w-]{43}$/);
    const row = await core.db.shareLink.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row.passwordHash).toMatch(/^\$argon2id\$/);
    expect(row.rights).toEqual(['listen', 'comment']);
    const views = await listShareLinks(core.as(cast.artist), { projectId: cast.project.id });
    const view = views.find((one) => one.id === id);
    expect(view).toMatchObject({ targetLabel: 'Harbour', hasPassword: true, state: 'active', guests: [] });
  });

  it('leads nowhere outside the project', async () => {
    await expectError(add({ songId: cast.foreignSong.id }), 'not_found');
    await expectError(add({ scope: 'version', versionId: cast.foreignMix.id }), 'not_found');
    await expectError(add({ scope: 'version', versionId: cast.mix1.id, songId: cast.otherSong.id }), 'not_found');
    await expectError(add({ projectId: cast.foreignProject.id }), 'not_found');
    await expectError(add({ expiresAt: core.clock.at }), 'bad_input');
    const own = { projectId: cast.foreignProject.id, name: 'x', rights: [], followLatest: false };
    await expectError(
      addShareLink(core.as(cast.stranger), { ...own, scope: 'song', songId: cast.song.id }),
      'not_found',
    );
  });

  it('is for the team', async () => {
    const { id } = await add();
    const input = addShareLinkInput.parse({ scope: 'project', projectId: cast.project.id, name: 'x', rights: [] });
    for (const who of [cast.client, cast.guest]) {
      await expectError(addShareLink(core.as(who), input), 'not_allowed');
      await expectError(listShareLinks(core.as(who), { projectId: cast.project.id }), 'not_allowed');
    }
    await expectError(revokeShareLink(core.as(cast.client), { shareLinkId: id }), 'not_allowed');
    await expectError(revokeShareLink(core.as(cast.guest), { shareLinkId: id }), 'not_found');
    await expectError(revokeShareLink(core.as(cast.stranger), { shareLinkId: id }), 'not_found');
  });
});

describe('coming in', () => {
  it('makes a guest with a session, and the same guest again', async () => {
    const { token, id } = await add();
    for (const _look of [1, 2]) {
      expect(await previewShareLink(anonymous(), { token })).toEqual({
        title: 'Harbour',
        needsPassword: false,
        needsName: true,
        rights: ['listen', 'comment'],
      });
    }
    await expectError(enter(anonymous(), { token }), 'bad_input');
    const entered = await enter(anonymous(), { token, name: 'Lena' });
    expect(entered).toMatchObject({ shareLinkId: id, href: `/songs/${cast.song.id}` });
    const guest = await core.db.guest.findUniqueOrThrow({ where: { id: entered.guestId } });
    expect(JSON.stringify(guest)).not.toContain(entered.sessionToken);

    const sessions = await listGuestSessions(anonymous(), ['wrong', entered.sessionToken!]);
    expect(sessions).toEqual([{ guestId: entered.guestId, shareLinkId: id, projectId: cast.project.id, name: 'Lena' }]);
    const asGuest = core.as({ kind: 'guest', guestIds: [entered.guestId] });
    expect((await getSong(asGuest, { songId: cast.song.id })).role).toBe('guest');
    expect((await listSongs(asGuest)).map(({ id }) => id)).toEqual([cast.song.id]);
    const again = await enter(asGuest, { token, name: 'Lena M.' });
    expect(again).toMatchObject({ guestId: entered.guestId, sessionToken: null });
  });

  it('gives a signed-in person a pass without a name or a cookie', async () => {
    const { token } = await add();
    const first = await enter(core.as(cast.stranger), { token });
    expect(first.sessionToken).toBeNull();
    expect((await enter(core.as(cast.stranger), { token })).guestId).toBe(first.guestId);
    expect((await getSong(core.as(cast.stranger), { songId: cast.song.id })).role).toBe('guest');
    expect((await listSongs(core.as(cast.stranger))).map(({ title }) => title).toSorted()).toEqual([
      'Desert',
      'Harbour',
    ]);
  });

  it('asks for the password before it tells anything, and counts guesses', async () => {
    const { token } = await add({ password: 'sesame' });
    expect(await previewShareLink(anonymous(), { token })).toMatchObject({ title: null, needsPassword: true });
    await expectError(enter(anonymous(), { token, name: 'Lena' }), 'not_allowed');
    await enter(anonymous(), { token, name: 'Lena', password: 'sesame' });
    const guesses = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) => enter(anonymous(), { token, name: 'Eve', password: `${n}` })),
    );
    const codes = guesses.map((guess) =>
      guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'in',
    );
    expect(codes.filter((code) => code === 'not_allowed')).toHaveLength(20);
    expect(codes.filter((code) => code === 'too_many')).toHaveLength(20);
    await expectError(enter(anonymous(), { token, name: 'Lena', password: 'sesame' }), 'too_many');
    await enter(anonymous(), { token, name: 'Lena', password: 'sesame' }, '198.51.100.1');
  });

  it('fails alike for links that never were, expired, were revoked, or lead to nothing', async () => {
    const expired = await add({ expiresAt: new Date(core.clock.at.getTime() + 1000) });
    const revoked = await add({ password: 'sesame' });
    await revokeShareLink(core.as(cast.artist), { shareLinkId: revoked.id });
    const gone = await makeSong(core.db, { projectId: cast.project.id });
    const toGone = await add({ songId: gone.id });
    await core.db.song.update({ where: { id: gone.id }, data: { deletedAt: new Date() } });
    core.clock.at = new Date(core.clock.at.getTime() + 1000);

    const messages = new Set<string>();
    for (const token of [expired.token, revoked.token, toGone.token, randomUUID(), '', '\0']) {
      messages.add((await expectError(previewShareLink(anonymous(), { token }), 'not_found')).message);
      messages.add(
        (await expectError(enter(anonymous(), { token, name: 'x', password: 'sesame' }), 'not_found')).message,
      );
    }
    expect(messages.size).toBe(1);
    const states = (await listShareLinks(core.as(cast.artist), { projectId: cast.project.id })).map(
      ({ id, state }) => [id, state] as const,
    );
    expect(new Map(states).get(expired.id)).toBe('expired');
    expect(new Map(states).get(revoked.id)).toBe('revoked');
  });

  it('ends with the link', async () => {
    const { token, id } = await add();
    const { guestId, sessionToken } = await enter(anonymous(), { token, name: 'Lena' });
    await revokeShareLink(core.as(cast.engineer), { shareLinkId: id });
    await revokeShareLink(core.as(cast.engineer), { shareLinkId: id });
    expect(await listGuestSessions(anonymous(), [sessionToken!])).toEqual([]);
    await expectError(getSong(core.as({ kind: 'guest', guestIds: [guestId] }), { songId: cast.song.id }), 'not_found');
    expect(
      await core.db.projectEvent.count({ where: { type: 'share-link.revoked', projectId: cast.project.id } }),
    ).toBe(1);
  });
});
