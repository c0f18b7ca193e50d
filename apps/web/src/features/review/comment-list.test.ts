import type { CommentView } from '@sweetspot/protocol/views';
import { expect, test } from 'vitest';
import {
  changeComment,
  countComments,
  filterComments,
  neighbourComment,
  putComment,
  shareThreads,
  withoutComments,
} from './comment-list.ts';

const comment = (id: string, startSample: number | null, change: Partial<CommentView> = {}): CommentView => ({
  id,
  songId: 'song',
  versionId: 'mix-1',
  parentId: null,
  author: { kind: 'user', id: 'mira', name: 'Mira Kask', pictureUrl: null },
  body: id,
  startSample,
  endSample: null,
  status: 'open',
  addressedInId: null,
  visibility: 'everyone',
  createdAt: new Date('2026-11-01T10:00:00Z'),
  editedAt: null,
  permissions: [],
  replies: [],
  ...change,
});
const ids = (list: CommentView[]) => list.map(({ id }) => id);

test('a new comment takes its place in time; one about the whole version comes first', () => {
  const list = putComment([comment('a', 100), comment('c', 300)], comment('b', 200));
  expect(ids(list)).toEqual(['a', 'b', 'c']);
  expect(ids(putComment(list, comment('whole', null)))).toEqual(['whole', 'a', 'b', 'c']);
});

test("the server's answer replaces the optimistic comment and keeps its replies", () => {
  const reply = comment('r', null, { parentId: 'a' });
  const list = putComment([comment('a', 100, { replies: [reply] })], comment('a', 100, { body: 'from the server' }));
  expect(list).toHaveLength(1);
  expect(list[0]!.body).toBe('from the server');
  expect(ids(list[0]!.replies)).toEqual(['r']);
});

test('a reply goes to its thread, once however often it is sent', () => {
  const reply = comment('r', null, { parentId: 'a' });
  const list = putComment(putComment([comment('a', 100), comment('b', 200)], reply), reply);
  expect(list.map(({ replies }) => replies.length)).toEqual([1, 0]);
});

test('a reply whose words changed keeps its place among the replies', () => {
  const reply = (id: string, minute: number) =>
    comment(id, null, { parentId: 'a', createdAt: new Date(Date.UTC(2026, 10, 1, 10, minute)) });
  const replies = [reply('first', 1), reply('second', 2)];
  const list = putComment([comment('a', 100, { replies })], { ...replies[0]!, body: 'other words' });
  expect(list[0]!.replies.map(({ body }) => body)).toEqual(['other words', 'second']);
});

test('what did not change stays the same object, wherever it stands in the list now', () => {
  const before = [comment('a', 100), comment('b', 200, { replies: [comment('r', null, { parentId: 'b' })] })];
  const fetched = structuredClone([comment('new', 50), ...before]);
  fetched[1]!.status = 'addressed';
  const [added, changed, same] = shareThreads(before, fetched);
  expect(added).toBe(fetched[0]);
  expect(changed).toBe(fetched[1]);
  expect(same).toBe(before[1]);
  expect(shareThreads(before, [])).toEqual([]);
});

test('replies are changed and taken away like comments', () => {
  const list = [comment('a', 100, { replies: [comment('r', null, { parentId: 'a' })] })];
  expect(changeComment(list, 'r', { body: 'new' })[0]!.replies[0]!.body).toBe('new');
  expect(withoutComments(list, new Set(['r']))[0]!.replies).toEqual([]);
  expect(withoutComments(list, new Set(['a']))).toEqual([]);
});

test('a reopened comment counts as open; mine are also those I answered', () => {
  const list = [
    comment('a', 1, { status: 'reopened' }),
    comment('b', 2, { status: 'addressed' }),
    comment('c', 3, {
      status: 'verified',
      replies: [comment('r', null, { author: { kind: 'user', id: 'jo', name: 'Jo', pictureUrl: null } })],
    }),
  ];
  expect(countComments(list, 'jo')).toEqual({ open: 1, addressed: 1, verified: 1, mine: 1, all: 3 });
  expect(ids(filterComments(list, 'mine', 'jo'))).toEqual(['c']);
  expect(countComments(list, null).mine).toBe(0);
});

test('next and previous go round, and skip notes without a place', () => {
  const list = [comment('whole', null), comment('a', 100), comment('b', 200)];
  expect(neighbourComment(list, 100, 'next')?.id).toBe('b');
  expect(neighbourComment(list, 200, 'next')?.id).toBe('a');
  expect(neighbourComment(list, 200, 'previous')?.id).toBe('a');
  expect(neighbourComment(list, 50, 'previous')?.id).toBe('b');
  expect(neighbourComment([comment('whole', null)], 0, 'next')).toBeNull();
});
