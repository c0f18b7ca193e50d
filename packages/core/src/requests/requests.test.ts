import { makeMember, makeUser } from '@sweetspot/prisma/seed';
import { requestStateSchema } from '@sweetspot/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listNotifications } from '../notifications/list-notifications.ts';
import { markNotificationsRead } from '../notifications/mark-notifications-read.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { addRequest, addRequestInput } from './add-request.ts';
import { acceptRequest, askRequest, declineRequest, replyRequest, withdrawRequest } from './answer-request.ts';
import { listRequests } from './list-requests.ts';
import { nextStates } from './request-rules.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
  cast = await makeCast(core.db);
});
afterAll(() => core.end());

const input = (over: Record<string, unknown> = {}) =>
  addRequestInput.parse({ songId: cast.song.id, service: 'mix', brief: 'Warm and wide.', includedRounds: 2, ...over });
const add = async () => (await addRequest(core.as(cast.artist), input())).id;

describe('request rules', () => {
  it.each([
    ['open', ['accept→accepted', 'decline→declined', 'ask→asked', 'withdraw→withdrawn']],
    ['asked', ['accept→accepted', 'decline→declined', 'ask→asked', 'reply→open', 'withdraw→withdrawn']],
    ['accepted', []],
    ['declined', []],
    ['withdrawn', []],
  ] as const)('%s', (state, steps) => {
    expect(requestStateSchema.options).toContain(state);
    expect(nextStates(state).map(({ step, to }) => `${step}→${to}`)).toEqual(steps);
  });
});

it('goes from the artist to the engineers, who ask, hear the reply and accept', async () => {
  const { artist, engineer, client } = cast;
  const request = await addRequest(
    core.as(artist),
    input({ dueOn: '2099-12-24', references: ['https://example.org/a', ' Blue '] }),
  );
  expect(request).toMatchObject({
    songTitle: 'Harbour',
    dueOn: '2099-12-24',
    references: ['https://example.org/a', 'Blue'],
    state: 'open',
    createdBy: { name: 'Ada' },
    permissions: ['withdraw'],
  });
  const requestId = request.id;
  expect(await listNotifications(core.as(engineer))).toMatchObject([{ text: 'Ada sent a request for Harbour.' }]);
  expect(await listNotifications(core.as(client))).toEqual([]);

  await askRequest(core.as(engineer), { requestId, body: 'Which tempo?' });
  await expectError(replyRequest(core.as(engineer), { requestId, body: 'x' }), 'not_allowed');
  await replyRequest(core.as(artist), { requestId, body: '92.' });
  await expectError(replyRequest(core.as(artist), { requestId, body: 'Again.' }), 'conflict');
  const [listed] = await listRequests(core.as(engineer), {});
  expect(listed).toMatchObject({
    state: 'open',
    permissions: ['accept', 'decline', 'ask'],
    messages: [
      { author: { name: 'Ben' }, body: 'Which tempo?' },
      { author: { name: 'Ada' }, body: '92.' },
    ],
  });

  await acceptRequest(core.as(engineer), { requestId });
  await acceptRequest(core.as(engineer), { requestId });
  await expectError(withdrawRequest(core.as(artist), { requestId }), 'conflict');
  expect((await listRequests(core.as(client), { projectId: cast.project.id }))[0]).toMatchObject({
    state: 'accepted',
    engineer: { name: 'Ben' },
    permissions: [],
  });
  const [newest] = await listNotifications(core.as(artist));
  expect(newest).toMatchObject({ text: 'Ben accepted the request for Harbour.', readAt: null });
  await markNotificationsRead(core.as(engineer), { ids: [newest!.id] });
  expect((await listNotifications(core.as(artist)))[0]?.readAt).toBeNull();
  await markNotificationsRead(core.as(artist), { all: true });
  expect((await listNotifications(core.as(artist))).every(({ readAt }) => readAt !== null)).toBe(true);
});

it('is accepted by one engineer when two are as fast', async () => {
  const other = await makeUser(core.db);
  await makeMember(core.db, { projectId: cast.project.id, userId: other.id, role: 'engineer' });
  const requestId = await add();
  const results = await Promise.allSettled(
    [cast.engineer, other].map((engineer) => acceptRequest(core.as(engineer), { requestId })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('is for members with the right role, in their own project', async () => {
  const { artist, engineer, client, guest, stranger } = cast;
  await expectError(addRequest(core.as(engineer), input()), 'not_allowed');
  await expectError(addRequest(core.as(client), input()), 'not_allowed');
  await expectError(addRequest(core.as(stranger), input()), 'not_found');
  await expectError(addRequest(core.as(artist), input({ songId: cast.foreignSong.id })), 'not_found');
  const requestId = await add();
  await expectError(acceptRequest(core.as(artist), { requestId }), 'not_allowed');
  await expectError(declineRequest(core.as(stranger), { requestId }), 'not_found');
  await expectError(declineRequest(core.as(guest), { requestId }), 'not_found');
  await expectError(withdrawRequest(core.as(engineer), { requestId }), 'not_allowed');
  await expectError(listRequests(core.as(guest), { projectId: cast.project.id }), 'not_allowed');
  expect(await listRequests(core.as(guest), {})).toEqual([]);
  await declineRequest(core.as(engineer), { requestId, body: 'No time.' });
});

it('refuses what makes no sense with a sentence', async () => {
  await expectError(addRequest(core.as(cast.artist), input({ dueOn: '2001-01-01' })), 'bad_input');
  const message = (over: Record<string, unknown>) =>
    addRequestInput.safeParse({ songId: cast.song.id, service: 'mix', brief: 'x', includedRounds: 2, ...over }).error
      ?.issues[0]?.message;
  expect(message({ brief: ' ' })).toBe('The brief must not be empty.');
  expect(message({ includedRounds: 21 })).toBe('More than twenty rounds cannot be included.');
  expect(message({ dueOn: '2026-02-30' })).toBe('The date has the form 2026-12-24.');
});
