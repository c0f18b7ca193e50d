import { makeGuest, makeShareLink, makeUser, makeVersion } from '@sweetspot/prisma/seed';
import type { AbxView, VoteView } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { listEventsSince } from '../events/list-events-since.ts';
import { leaveProject, removeMember } from '../members/remove-member.ts';
import { listNotifications } from '../notifications/list-notifications.ts';
import { revokeShareLink } from '../share-links/revoke-share-link.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { removeVersion } from '../versions/remove-version.ts';
import { answerTrial } from './answer-trial.ts';
import { isXA, lettersOf, sidesOf } from './blind-order.ts';
import { castVote } from './cast-vote.ts';
import { closeVote } from './close-vote.ts';
import { getBlindSound } from './get-blind-sound.ts';
import { listBlindTests } from './list-blind-tests.ts';
import { listCandidates } from './list-candidates.ts';
import { startAbx, startAbxInput } from './start-abx.ts';
import { startVote, startVoteInput } from './start-vote.ts';
import { stopAbx } from './stop-abx.ts';

let core: TestCore;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());

/** A cast whose song has three measured mixes, and a guest who may comment on it. */
async function makeRoom() {
  const cast = await makeCast(core.db, { rights: ['listen', 'comment'] });
  await core.db.version.updateMany({ where: { songId: cast.song.id }, data: { kind: 'rough' } });
  const file = { analysis: exampleAnalysis() };
  const mixes = [];
  for (let n = 1; n <= 3; n += 1) mixes.push(await makeVersion(core.db, { songId: cast.song.id, number: n, file }));
  return { ...cast, mixes, versionIds: mixes.map(({ id }) => id) };
}
type Room = Awaited<ReturnType<typeof makeRoom>>;

const abxOf = async (ctx: Context, { song, versionIds }: Room, trialCount = 8) =>
  (await startAbx(ctx, { songId: song.id, versionIds: versionIds.slice(0, 2), trialCount })) as AbxView;

type Asked = { id: string; email?: string };
const voteOf = async (room: Room, asked: Asked[], over: Record<string, unknown> = {}) =>
  (await startVote(
    core.as(room.artist),
    startVoteInput.parse({
      songId: room.song.id,
      versionIds: room.versionIds,
      question: 'Which mix goes on?',
      method: 'pick',
      asked: asked.map(({ id, email }) => ({ kind: email === undefined ? 'guest' : 'user', id })),
      ...over,
    }),
  )) as VoteView;
const listed = async (ctx: Context, { song }: Room, id: string) =>
  (await listBlindTests(ctx, { songId: song.id })).find((test) => test.id === id);
const storedTest = (id: string) => core.db.blindTest.findUniqueOrThrow({ where: { id }, include: { voters: true } });
/** The letter under which somebody hears a version. */
const letterOf = async (testId: string, who: Asked, versionId: string) => {
  const test = await storedTest(testId);
  const voter = test.voters.find(({ userId, guestId }) => (userId ?? guestId) === who.id)!;
  return 'ABCDEF'[lettersOf(test, voter).indexOf(versionId)] as 'A';
};
const vote = async (testId: string, who: Asked & { shareLinkId?: string }, versionId: string, note = '') =>
  (await castVote(core.as(who as { id: string; email: string }), {
    blindTestId: testId,
    choice: [await letterOf(testId, who, versionId)],
    note,
  })) as VoteView;

/** Everything that people can be told of a song's tests while they run. */
async function everythingTold(room: Room): Promise<string> {
  const { artist, engineer, client, guest, project, song } = room;
  const told: unknown[] = [];
  for (const who of [artist, engineer, client, guest]) {
    const ctx = core.as(who);
    told.push(await listBlindTests(ctx, { songId: song.id }));
    const events = await listEventsSince(ctx, { projectId: project.id, seq: 0, limit: 500 });
    told.push(events.filter(({ type }) => type.startsWith('vote.') || type === 'song.updated'));
    if ('email' in who) told.push(await listNotifications(ctx));
  }
  return JSON.stringify(told);
}

describe('an ABX test', () => {
  it('tells nothing before its last trial, and then everything', async () => {
    const room = await makeRoom();
    const ctx = core.as(room.client);
    const started = await abxOf(ctx, room);
    const test = await storedTest(started.id);
    const [a, b] = sidesOf(test);
    const answers: unknown[] = [started];
    for (let number = 1; number <= 8; number += 1) {
      // Wrong in the third trial.
      const said = isXA(test, number) === (number !== 3) ? 'A' : 'B';
      const view = await answerTrial(ctx, { blindTestId: test.id, number, said });
      expect(view).toMatchObject({ answered: number, state: number < 8 ? 'running' : 'finished' });
      if (number < 8) answers.push(view, await everythingTold(room));
    }
    const told = JSON.stringify(answers);
    for (const secret of [...room.versionIds, ...room.mixes.map(({ fileId }) => fileId), test.seed, 'correct', 'xIsA'])
      expect(told).not.toContain(secret);
    expect(await listed(ctx, room, test.id)).toMatchObject({
      state: 'finished',
      result: {
        a: { id: a },
        b: { id: b },
        correct: 7,
        pValue: expect.closeTo(9 / 256, 12),
        trials: Array.from({ length: 8 }, (_, n) => ({ xIsA: isXA(test, n + 1) })),
        sentence: '7 of 8: you would get this or more by guessing 4 times in 100. You most likely hear a difference.',
      },
    });
  });

  it('is answered in order, once, and by the person whose it is', async () => {
    const room = await makeRoom();
    const ctx = core.as(room.engineer);
    const { id: blindTestId } = await abxOf(ctx, room);
    await expectError(answerTrial(ctx, { blindTestId, number: 2, said: 'A' }), 'conflict');
    await answerTrial(ctx, { blindTestId, number: 1, said: 'A' });
    expect(await answerTrial(ctx, { blindTestId, number: 1, said: 'A' })).toMatchObject({ answered: 1 });
    await expectError(answerTrial(ctx, { blindTestId, number: 1, said: 'B' }), 'conflict');
    for (const other of [room.artist, room.client, room.guest, room.stranger]) {
      await expectError(answerTrial(core.as(other), { blindTestId, number: 2, said: 'A' }), 'not_found');
      await expectError(getBlindSound(core.as(other), { blindTestId, alias: 'a' }), 'not_found');
      await expectError(stopAbx(core.as(other), { blindTestId }), 'not_found');
    }
    expect(await listed(core.as(room.artist), room, blindTestId)).toBeUndefined();
    const both = await Promise.allSettled(
      (['A', 'B'] as const).map((said) => answerTrial(ctx, { blindTestId, number: 2, said })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('that is given up, or left for another, stays on record without a verdict', async () => {
    const room = await makeRoom();
    const ctx = core.as(room.guest);
    const first = await abxOf(ctx, room, 16);
    await answerTrial(ctx, { blindTestId: first.id, number: 1, said: 'A' });
    const second = await abxOf(ctx, room);
    expect(await stopAbx(ctx, { blindTestId: second.id })).toMatchObject({ state: 'stopped' });
    await expectError(answerTrial(ctx, { blindTestId: second.id, number: 1, said: 'A' }), 'conflict');
    expect(await listed(ctx, room, first.id)).toMatchObject({
      state: 'stopped',
      result: { pValue: null, hitRate: null, sentence: 'Stopped after 1 of 16 trials, so nothing follows from it.' },
    });
  });

  it('lets A, B and each X in its turn be heard, under names that tell nothing', async () => {
    const room = await makeRoom();
    const ctx = core.as(room.client);
    const { id: blindTestId } = await abxOf(ctx, room);
    const test = await storedTest(blindTestId);
    const sounds = await Promise.all(['a', 'b', 'x1'].map((alias) => getBlindSound(ctx, { blindTestId, alias })));
    const fileOf = new Map(room.mixes.map(({ id, fileId }) => [id, fileId]));
    const [a, b] = sidesOf(test).map((id) => fileOf.get(id));
    expect(sounds.map(({ file }) => file.id)).toEqual([a, b, isXA(test, 1) ? a : b]);
    expect(new Set(sounds.map(({ tag }) => tag('00000.flac'))).size).toBe(3);
    for (const alias of ['x2', 'x0', 'x33', 'c', 'A', 'x', '']) {
      await expectError(getBlindSound(ctx, { blindTestId, alias }), 'not_found');
    }
    for (let number = 1; number <= 8; number += 1) await answerTrial(ctx, { blindTestId, number, said: 'A' });
    expect((await getBlindSound(ctx, { blindTestId, alias: 'x8' })).file.id).toBe(isXA(test, 8) ? a : b);
    await expectError(getBlindSound(ctx, { blindTestId, alias: 'x9' }), 'not_found');
    await removeVersion(core.as(room.engineer), { versionId: room.versionIds[0]! });
    const gone = sidesOf(test).indexOf(room.versionIds[0]!) === 0 ? 'a' : 'b';
    await expectError(getBlindSound(ctx, { blindTestId, alias: gone }), 'not_found');
  });

  it('needs two measured versions that the person may hear, and a number of trials', async () => {
    const room = await makeRoom();
    const { song, versionIds, mix1, otherMix, foreignMix } = room;
    const ctx = core.as(room.client);
    const start = (ids: string[]) => startAbx(ctx, { songId: song.id, versionIds: ids, trialCount: 8 });
    expect((await expectError(start([versionIds[0]!, mix1.id]), 'conflict')).message).toContain('loudness');
    await expectError(start([versionIds[0]!, versionIds[0]!]), 'bad_input');
    await expectError(start([versionIds[0]!, otherMix.id]), 'not_found');
    await expectError(start([versionIds[0]!, foreignMix.id]), 'not_found');
    const two = { songId: song.id, versionIds: versionIds.slice(0, 2) };
    expect(startAbxInput.parse(two).trialCount).toBe(16);
    for (const trialCount of [7, 33, 8.5]) expect(startAbxInput.safeParse({ ...two, trialCount }).success).toBe(false);
    await expectError(startAbx(core.as(room.stranger), { ...two, trialCount: 8 }), 'not_found');
    const listener = await makeGuest(core.db, {
      shareLinkId: (
        await makeShareLink(core.db, {
          projectId: room.project.id,
          createdById: room.artist.id,
          songId: song.id,
          rights: ['listen'],
        })
      ).id,
    });
    await expectError(startAbx(core.as(listener), { ...two, trialCount: 8 }), 'not_allowed');
  });
});

describe('a blind vote', () => {
  it('shows nobody anything until the last has voted, and then who chose what', async () => {
    const room = await makeRoom();
    const { artist, engineer, client, guest, versionIds } = room;
    const started = await voteOf(room, [artist, engineer, client, guest]);
    expect(started).toMatchObject({ askedCount: 4, votedCount: 0, mine: 'waited-for', mayClose: true, result: null });
    const test = await storedTest(started.id);

    await vote(test.id, engineer, versionIds[2]!, 'B is too dull');
    await vote(test.id, guest, versionIds[2]!);
    await vote(test.id, client, versionIds[0]!);
    const told = await everythingTold(room);
    const secrets = [...versionIds, ...room.mixes.map(({ fileId }) => fileId), test.seed, 'too dull'];
    for (const secret of [...secrets, ...test.voters.map(({ id }) => id)]) expect(told).not.toContain(secret);
    // Nor who has voted: how many, and by nobody's hand.
    const { song, project } = room;
    expect(await listed(core.as(artist), room, test.id)).toMatchObject({
      votedCount: 3,
      mine: 'waited-for',
      result: null,
    });
    const events = await listEventsSince(core.as(artist), { projectId: project.id, seq: 0, limit: 500 });
    const casts = events.filter(({ type }) => type === 'vote.updated');
    expect(casts.map(({ actor, payload }) => ({ actor, payload }))).toEqual(
      Array.from({ length: 3 }, () => ({
        actor: { kind: 'worker', id: null, name: 'Sweetspot' },
        payload: { songId: song.id, blindTestId: test.id },
      })),
    );

    const ended = await vote(test.id, artist, versionIds[2]!);
    expect(ended).toMatchObject({
      state: 'finished',
      result: {
        versions: [
          { version: { label: 'Mix 3' }, votes: 3, meanRank: null },
          { version: { label: 'Mix 1' }, votes: 1 },
          { version: { label: 'Mix 2' }, votes: 0 },
        ],
        silent: [],
      },
    });
    expect(ended.result!.sentence).toMatch(/^3 of 4 chose Mix 3/);
    const ben = ended.result!.ballots.find(({ by }) => by.name === 'Ben')!;
    expect(ben).toMatchObject({ note: 'B is too dull', choice: [{ label: 'Mix 3' }] });
    const own = test.voters.find(({ userId }) => userId === engineer.id)!;
    expect(ben.heard.map(({ id }) => id)).toEqual(lettersOf(test, own));
    expect((await listNotifications(core.as(client))).map(({ type, target }) => ({ type, target }))).toEqual([
      { type: 'vote.ended', target: { blindTestId: test.id } },
      { type: 'vote.started', target: { blindTestId: test.id } },
    ]);
    expect(await listed(core.as(guest), room, test.id)).toMatchObject({ result: { sentence: ended.result!.sentence } });
  });

  it('of the team is not known to clients and guests, and one of others not to who was not asked', async () => {
    const room = await makeRoom();
    const { artist, engineer, client, guest, stranger, project } = room;
    const among = await voteOf(room, [artist, engineer]);
    expect(await listed(core.as(engineer), room, among.id)).toBeDefined();
    for (const outsider of [client, guest]) {
      expect(await listed(core.as(outsider), room, among.id)).toBeUndefined();
      expect(
        JSON.stringify(await listEventsSince(core.as(outsider), { projectId: project.id, seq: 0, limit: 500 })),
      ).not.toContain(among.id);
      await expectError(castVote(core.as(outsider), { blindTestId: among.id, choice: ['A'], note: '' }), 'not_found');
      await expectError(getBlindSound(core.as(outsider), { blindTestId: among.id, alias: 'a' }), 'not_found');
      await expectError(closeVote(core.as(outsider), { blindTestId: among.id }), 'not_found');
    }
    await expectError(listBlindTests(core.as(stranger), { songId: room.song.id }), 'not_found');
    const mixed = await voteOf(room, [client]);
    expect(await listed(core.as(client), room, mixed.id)).toMatchObject({ mine: 'waited-for', mayClose: false });
    expect(await listed(core.as(guest), room, mixed.id)).toBeUndefined();
    // The client is told that something is new, but not what.
    const heard = await listEventsSince(core.as(client), { projectId: project.id, seq: 0, limit: 500 });
    expect(heard.map(({ type }) => type).slice(-1)).toEqual(['song.updated']);
    // Who is of the team may see it, not vote in it.
    await expectError(castVote(core.as(engineer), { blindTestId: mixed.id, choice: ['A'], note: '' }), 'not_allowed');
    await expectError(getBlindSound(core.as(engineer), { blindTestId: mixed.id, alias: 'a' }), 'not_allowed');
    await expectError(closeVote(core.as(engineer), { blindTestId: mixed.id }), 'not_allowed');
  });

  it('is cast once, whole, in one’s own letters', async () => {
    const room = await makeRoom();
    const { artist, engineer, versionIds } = room;
    const { id: blindTestId } = await voteOf(room, [artist, engineer], { method: 'rank' });
    const cast = (choice: ('A' | 'B' | 'C' | 'D')[], note = '') =>
      castVote(core.as(engineer), { blindTestId, choice, note });
    for (const wrong of [['A'], ['A', 'A', 'B'], ['A', 'B', 'D']] as ('A' | 'B')[][])
      await expectError(cast(wrong), 'bad_input');
    await cast(['C', 'A', 'B']);
    expect(await cast(['C', 'A', 'B'])).toMatchObject({ votedCount: 1, mine: 'voted' });
    await expectError(cast(['A', 'C', 'B']), 'conflict');
    const test = await storedTest(blindTestId);
    const order = lettersOf(test, test.voters.find(({ userId }) => userId === engineer.id)!);
    const closed = (await closeVote(core.as(artist), { blindTestId })) as VoteView;
    expect(closed).toMatchObject({ state: 'stopped', result: { silent: [{ name: 'Ada' }] } });
    expect(closed.result!.versions.map(({ version, meanRank }) => [version.id, meanRank])).toEqual([
      [order[2], 1],
      [order[0], 2],
      [order[1], 3],
    ]);
    expect(closed.result!.versions.map(({ version }) => version.id).sort()).toEqual([...versionIds].sort());
    await expectError(castVote(core.as(artist), { blindTestId, choice: ['A', 'B', 'C'], note: '' }), 'conflict');
    expect(await core.db.auditEntry.count({ where: { action: 'vote.closed', subjectId: blindTestId } })).toBe(1);
    expect((await closeVote(core.as(artist), { blindTestId })).state).toBe('stopped');
  });

  it('asks who can hear all its versions, and nobody else', async () => {
    const room = await makeRoom();
    const { artist, engineer, client, guest, project, song, versionIds } = room;
    const link = { projectId: project.id, createdById: artist.id };
    const guestOf = async (data: object, name: string) =>
      makeGuest(core.db, { shareLinkId: (await makeShareLink(core.db, { ...link, ...data })).id, name });
    const both = ['listen', 'comment'] as const;
    await guestOf({ songId: song.id, rights: ['listen'] }, 'Only listens');
    const latest = await guestOf({ songId: song.id, rights: [...both], followLatest: true }, 'Latest only');
    await guestOf({ versionId: versionIds[0], rights: [...both] }, 'One version');
    await guestOf({ songId: song.id, rights: [...both], expiresAt: new Date(0) }, 'Expired');
    const input = { songId: song.id, versionIds };
    const names = (all: Awaited<ReturnType<typeof listCandidates>>) => all.map(({ person }) => person.name).sort();
    expect(names(await listCandidates(core.as(engineer), input))).toEqual(['Ada', 'Ben', 'Cleo', 'Gil']);
    // A client knows the members, not the guests of the team's links.
    expect(names(await listCandidates(core.as(client), input))).toEqual(['Ada', 'Ben', 'Cleo']);
    await expectError(listCandidates(core.as(guest), input), 'not_allowed');
    await expectError(voteOf(room, [latest]), 'conflict');
    await expectError(voteOf(room, [await makeUser(core.db)]), 'conflict');
    await expectError(voteOf(room, [artist], { versionIds: [versionIds[0], room.foreignMix.id] }), 'not_found');
    expect(startVoteInput.safeParse({ ...input, question: ' ', method: 'pick', asked: [] }).success).toBe(false);
  });

  it('does not wait for who was removed or whose link ended, and counts what they had said', async () => {
    const room = await makeRoom();
    const { artist, engineer, client, guest, versionIds, clientMember, engineerMember } = room;
    const { id } = await voteOf(room, [artist, engineer, client, guest]);
    await vote(id, client, versionIds[0]!);
    await vote(id, artist, versionIds[1]!);
    await removeMember(core.as(artist), { memberId: clientMember.id });
    await removeMember(core.as(artist), { memberId: engineerMember.id });
    await expectError(vote(id, client, versionIds[0]!), 'not_found');
    expect(await listed(core.as(artist), room, id)).toMatchObject({ state: 'running', askedCount: 3, votedCount: 2 });
    await revokeShareLink(core.as(artist), { shareLinkId: guest.shareLinkId });
    expect(await listed(core.as(artist), room, id)).toMatchObject({
      state: 'finished',
      askedCount: 2,
      result: { silent: [] },
    });
    const view = (await listed(core.as(artist), room, id)) as VoteView;
    expect(view.result!.ballots.map(({ by }) => by.name).sort()).toEqual(['Ada', 'Cleo']);
  });

  it('goes on when its starter leaves, and can be closed by those who manage the project', async () => {
    const room = await makeRoom();
    const { artist, engineer, client, versionIds, song } = room;
    const started = await startVote(core.as(engineer), {
      songId: song.id,
      versionIds,
      question: 'Which?',
      method: 'pick',
      asked: [
        { kind: 'user', id: client.id },
        { kind: 'user', id: artist.id },
      ],
    });
    await leaveProject(core.as(engineer), { projectId: room.project.id });
    await expectError(closeVote(core.as(engineer), { blindTestId: started.id }), 'not_found');
    await vote(started.id, client, versionIds[0]!);
    await expectError(closeVote(core.as(client), { blindTestId: started.id }), 'not_allowed');
    expect(await closeVote(core.as(artist), { blindTestId: started.id })).toMatchObject({
      state: 'stopped',
      startedBy: { name: 'Ben' },
      result: { sentence: 'One vote, for Mix 1: a taste, not a result.' },
    });
  });

  it('ends, as an ABX test does, when one of its versions is removed', async () => {
    const room = await makeRoom();
    const { artist, engineer, client, versionIds } = room;
    const { id } = await voteOf(room, [engineer, client]);
    const abx = await abxOf(core.as(client), room);
    await vote(id, client, versionIds[1]!);
    await removeVersion(core.as(engineer), { versionId: versionIds[1]! });
    expect(await listed(core.as(client), room, id)).toMatchObject({
      state: 'version_removed',
      result: { versions: [{ version: { label: 'Mix 2', removed: true }, votes: 1 }, {}, {}] },
    });
    expect(await listed(core.as(client), room, abx.id)).toMatchObject({ state: 'version_removed' });
    await expectError(answerTrial(core.as(client), { blindTestId: abx.id, number: 1, said: 'A' }), 'conflict');
    await expectError(vote(id, engineer, versionIds[0]!), 'conflict');
    expect((await listNotifications(core.as(artist)))[0]).toMatchObject({
      text: 'The vote ended, because one of its versions was removed: “Which mix goes on?”',
    });
  });
});
