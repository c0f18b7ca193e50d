import { makeShareLink, makeVersion } from '@sweetspot/prisma/seed';
import type { ComparisonResult } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addComment } from '../comments/add-comment.ts';
import { listComments } from '../comments/list-comments.ts';
import { setCommentStatus } from '../comments/set-comment-status.ts';
import type { Context } from '../context.ts';
import { publishIngest } from '../ingest/publish-ingest.ts';
import { createQueue } from '../queue/create-queue.ts';
import type { WorkQueue } from '../queue/queue.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { exampleDerived } from '../testing/example-derived.ts';
import { inTransaction } from '../transaction.ts';
import { removeVersion } from '../versions/remove-version.ts';
import { getComparisonOrder } from './get-comparison-order.ts';
import { listComparisons } from './list-comparisons.ts';
import { publishComparison } from './publish-comparison.ts';

let core: TestCore;
let queue: WorkQueue;
let cast: Awaited<ReturnType<typeof makeCast>>;
const as = (actor: Parameters<TestCore['as']>[0]): Context => ({ ...core.as(actor), queue });
beforeAll(async () => {
  core = await createTestCore();
  queue = await createQueue({ databaseUrl: core.databaseUrl, log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await queue.stop();
  await core.end();
});
beforeEach(async () => {
  cast = await makeCast(core.db);
});

const processing = { state: 'processing', analysis: undefined } as const;
const makeReady = (fileId: string) =>
  inTransaction(as({ kind: 'worker' }), (tx) =>
    publishIngest(tx, fileId, { analysis: exampleAnalysis(), derived: exampleDerived('ab'.repeat(32), 36) }),
  );
const pairs = async () =>
  (await core.db.comparison.findMany({ where: { songId: cast.song.id }, orderBy: { createdAt: 'asc' } })).map(
    ({ versionId, againstId }) => [versionId, againstId],
  );
const louder: ComparisonResult = {
  verdict: 'same',
  sentence: 'Mix 3 is Mix 2 turned up by 1.00 dB; nothing else differs.',
  sampleRate: 48_000,
  spans: [{ fromSample: 0, toSample: 480_000, shiftSamples: 0 }],
  gainDb: 1,
  polarityInverted: false,
  changes: [],
  curve: { everySeconds: 0.5, relativeDb: [] },
};

describe('a version that can be heard', () => {
  it('is compared with the one before it, once', async () => {
    const mix3 = await makeVersion(core.db, { songId: cast.song.id, file: processing });
    await makeReady(mix3.fileId);
    await makeReady(mix3.fileId);
    expect(await pairs()).toEqual([[mix3.id, cast.mix2.id]]);
    const job = await core.db.job.findFirstOrThrow({ where: { songId: cast.song.id, kind: 'compare' } });
    expect(job).toMatchObject({ label: 'What changed in Mix 3', state: 'queued', createdById: null });
    const comparison = await core.db.comparison.findFirstOrThrow({ where: { songId: cast.song.id } });
    expect(comparison).toMatchObject({ id: job.subjectId, jobId: job.id });
  });

  it('that is read after the next one is what that is compared with', async () => {
    const mix3 = await makeVersion(core.db, { songId: cast.song.id, file: processing });
    const mix4 = await makeVersion(core.db, { songId: cast.song.id, file: processing });
    await makeReady(mix4.fileId);
    await makeReady(mix3.fileId);
    expect(await pairs()).toEqual([
      [mix4.id, cast.mix2.id],
      [mix3.id, cast.mix2.id],
      [mix4.id, mix3.id],
    ]);
  });

  it('is not compared when it is a reference, or the first', async () => {
    for (const kind of ['reference', 'master', 'rough'] as const) {
      const version = await makeVersion(core.db, { songId: cast.song.id, kind, file: processing });
      await makeReady(version.fileId);
    }
    expect(await pairs()).toEqual([]);
  });
});

describe('what changed', () => {
  async function compared(): Promise<{ mix3: { id: string }; comparisonId: string }> {
    const mix3 = await makeVersion(core.db, { songId: cast.song.id, file: processing });
    await makeReady(mix3.fileId);
    const { id: comparisonId } = await core.db.comparison.findFirstOrThrow({ where: { versionId: mix3.id } });
    return { mix3, comparisonId };
  }
  const publish = (comparisonId: string) =>
    inTransaction(as({ kind: 'worker' }), (tx) => publishComparison(tx, comparisonId, louder));
  const list = (actor: Parameters<TestCore['as']>[0]) => listComparisons(as(actor), { songId: cast.song.id });

  it('is told to everyone who hears both versions, and to nobody else', async () => {
    const { mix3, comparisonId } = await compared();
    const pair = { versionId: mix3.id, againstId: cast.mix2.id };
    expect(await list(cast.client)).toEqual([{ ...pair, state: 'pending' }]);
    await publish(comparisonId);
    expect(await list(cast.client)).toEqual([{ ...pair, state: 'ready', result: louder }]);
    const event = await core.db.projectEvent.findFirstOrThrow({ where: { type: 'comparison.ready' } });
    expect(event.payload).toEqual({ songId: cast.song.id, versionId: mix3.id });

    await core.db.shareLink.update({ where: { id: cast.shareLink.id }, data: { followLatest: true } });
    expect(await list({ id: cast.guest.id, shareLinkId: cast.shareLink.id })).toEqual([]);
    await core.db.shareLink.update({ where: { id: cast.shareLink.id }, data: { followLatest: false } });
    expect(await list({ id: cast.guest.id, shareLinkId: cast.shareLink.id })).toHaveLength(1);
    await expectError(list(cast.stranger), 'not_found');
  });

  it('says why it is not known', async () => {
    const { comparisonId } = await compared();
    const failed = { state: 'failed', failureMessage: 'The disk is full.' } as const;
    await core.db.job.updateMany({ where: { subjectId: comparisonId }, data: failed });
    expect(await list(cast.artist)).toMatchObject([{ state: 'failed', reason: 'The disk is full.' }]);
  });

  it('is no longer asked for, nor told, when one of the versions is removed', async () => {
    const { comparisonId } = await compared();
    expect(await getComparisonOrder(core.db, comparisonId)).toMatchObject({
      against: { label: 'Mix 2' },
      version: { label: 'Mix 3' },
    });
    await publish(comparisonId);
    await removeVersion(as(cast.engineer), { versionId: cast.mix2.id });
    await expectError(getComparisonOrder(core.db, comparisonId), 'gone');
    expect(await list(cast.artist)).toEqual([]);
  });
});

describe('a comment', () => {
  it('remembers in which version it was addressed, until it is reopened', async () => {
    const { id: commentId } = await addComment(as(cast.client), {
      id: crypto.randomUUID(),
      versionId: cast.mix1.id,
      body: 'More voice.',
      startSample: 100,
      visibility: 'everyone',
    });
    const address = (addressedInId: string) =>
      setCommentStatus(as(cast.engineer), { commentId, status: 'addressed', addressedInId });
    const find = async (actor: Parameters<TestCore['as']>[0]) =>
      (await listComments(as(actor), { songId: cast.song.id })).find(({ id }) => id === commentId);
    await expectError(address(cast.otherMix.id), 'not_found');
    await expectError(address(cast.foreignMix.id), 'not_found');
    await address(cast.mix2.id);
    expect(await find(cast.client)).toMatchObject({ status: 'addressed', addressedInId: cast.mix2.id });
    const told = await core.db.notification.findFirstOrThrow({ where: { type: 'comment.addressed' } });
    expect((told.payload as { text: string }).text).toMatch(/as addressed in Mix 2\.$/);
    // A guest may not know of that version.
    const guest = await makeGuestOfMix1();
    expect(await find(guest)).toMatchObject({ status: 'addressed', addressedInId: null });

    await setCommentStatus(as(cast.client), { commentId, status: 'verified' });
    expect(await find(cast.client)).toMatchObject({ status: 'verified', addressedInId: cast.mix2.id });
    await setCommentStatus(as(cast.client), { commentId, status: 'reopened' });
    expect(await find(cast.client)).toMatchObject({ status: 'reopened', addressedInId: null });
  });

  async function makeGuestOfMix1() {
    const link = await makeShareLink(core.db, {
      projectId: cast.project.id,
      createdById: cast.artist.id,
      scope: 'version',
      songId: cast.song.id,
      versionId: cast.mix1.id,
    });
    const guest = await core.db.guest.create({ data: { shareLinkId: link.id, name: 'Gil' } });
    return { id: guest.id, shareLinkId: link.id };
  }
});
