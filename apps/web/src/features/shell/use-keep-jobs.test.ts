import type { JobView } from '@sweetspot/protocol/jobs';
import { expect, test } from 'vitest';
import { mergeJobs } from './use-keep-jobs.ts';

const job = (id: string, change: Partial<JobView> = {}): JobView => ({
  id,
  projectId: 'p',
  songId: 's',
  kind: 'render',
  subjectId: 'x',
  label: 'Printing Mix 2',
  state: 'running',
  progress: 0.1,
  attempt: 1,
  cancelRequested: false,
  failureMessage: null,
  canRetry: false,
  createdAt: '2026-11-23T10:00:00.000Z',
  ...change,
});

test('news replace what was fetched and keep its order', () => {
  const merged = mergeJobs([job('a'), job('b')], new Map([['b', job('b', { progress: 0.5 })]]));
  expect(merged.map((each) => [each.id, each.progress])).toEqual([
    ['a', 0.1],
    ['b', 0.5],
  ]);
});

test('a job nobody has fetched yet comes first; one that ended well leaves; one that failed stays', () => {
  const news = new Map([
    ['c', job('c')],
    ['a', job('a', { state: 'succeeded', progress: 1 })],
    ['b', job('b', { state: 'failed', failureMessage: 'The disk is full.' })],
  ]);
  expect(mergeJobs([job('a'), job('b')], news).map((each) => each.id)).toEqual(['c', 'b']);
});
