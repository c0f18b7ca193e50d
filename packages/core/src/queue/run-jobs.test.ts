import { tmpdir } from 'node:os';
import { jobViewSchema } from '@sweetspot/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cancelJob } from '../jobs/cancel-job.ts';
import { retryJob } from '../jobs/retry-job.ts';
import { createJobRig, type JobRig } from './create-job-rig.testing.ts';
import { type JobHandlers, runJobs } from './run-jobs.ts';

/** A real process on a machine that runs other tests as well. */
vi.setConfig({ testTimeout: 60_000 });

/** One worker does the work of all tests here; how workers end is tested in `lose-workers.test.ts`. */
let rig: JobRig;
beforeAll(async () => {
  rig = await createJobRig();
  await rig.startWorker();
});
afterAll(() => rig?.end());

describe('a job', () => {
  test('runs, publishes once, and every change of state is an event', async () => {
    const id = await rig.enqueue('succeed');
    await rig.reaches(id, 'succeeded');
    expect(await rig.publications(id)).toBe(1);
    expect(await rig.find(id)).toMatchObject({ attempt: 1, progress: 1, failureMessage: null });
    const ofJob = { path: ['jobId'], equals: id };
    expect(await rig.db.projectEvent.count({ where: { type: 'job.changed', payload: ofJob } })).toBe(3);
  });

  test('tells of progress, which never goes back', async () => {
    const listener = new pg.Client({ connectionString: rig.databaseUrl });
    await listener.connect();
    await listener.query('LISTEN job_progress');
    const heard: number[] = [];
    listener.on('notification', ({ payload }) => heard.push(jobViewSchema.parse(JSON.parse(payload!)).progress));
    const id = await rig.enqueue('go forwards and backwards');
    await rig.reaches(id, 'succeeded');
    await listener.end();
    expect(heard).toEqual([0.2, 0.6, 0.8]);
  });
});

describe('cancelling', () => {
  test('reaches the running child within two seconds', async () => {
    const id = await rig.enqueue('hold a child');
    const children = { where: { action: 'test.child' } };
    await expect.poll(() => rig.db.auditEntry.count(children), { timeout: 10_000 }).toBe(1);
    const child = await rig.db.auditEntry.findFirstOrThrow(children);
    await cancelJob(rig.ctx, { jobId: id });
    await expect.poll(() => isAlive(Number(child.subjectId)), { timeout: 2_000, interval: 5 }).toBe(false);
    await rig.reaches(id, 'cancelled', 2_000);
    expect(await rig.publications(id)).toBe(0);
  });

  test('works when the notification is lost', async () => {
    const id = await rig.enqueue('wait until told');
    await rig.reaches(id, 'running');
    await rig.db.job.update({ where: { id }, data: { cancelRequestedAt: new Date() } });
    await rig.reaches(id, 'cancelled', 2_000);
  });

  test('racing the end leaves either a result or a cancelled job, never both', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => rig.enqueue('succeed', 'ingest')));
    // Who comes too late hears `conflict`.
    await Promise.allSettled(ids.map((id) => cancelJob(rig.ctx, { jobId: id })));
    for (const id of ids) {
      await expect.poll(async () => (await rig.find(id)).state, { timeout: 10_000 }).toMatch(/succeeded|cancelled/);
      expect(await rig.publications(id)).toBe((await rig.find(id)).state === 'succeeded' ? 1 : 0);
    }
  });
});

describe('a job that fails', () => {
  test('for now is tried again, and after the last attempt says why', async () => {
    const id = await rig.enqueue('fail for now');
    await rig.reaches(id, 'failed');
    expect(await rig.find(id)).toMatchObject({
      attempt: 3,
      failureCode: 'unavailable',
      failureMessage: 'The storage does not answer.',
    });
  });

  test('by surprise is tried again, and may succeed', async () => {
    const id = await rig.enqueue('fail once');
    await rig.reaches(id, 'succeeded');
    expect(await rig.find(id)).toMatchObject({ attempt: 2, failureMessage: null });
    expect(await rig.publications(id)).toBe(1);
  });

  test('for good is not tried again until somebody asks', async () => {
    const id = await rig.enqueue('fail for good');
    await rig.reaches(id, 'failed');
    expect(await rig.find(id)).toMatchObject({ attempt: 1, failureMessage: 'This file holds no sound.' });
    await rig.db.job.update({ where: { id }, data: { label: 'succeed' } });
    await retryJob(rig.ctx, { jobId: id });
    await rig.reaches(id, 'succeeded');
    expect(await rig.find(id)).toMatchObject({ attempt: 1, failureMessage: null });
  });
});

test('the loop survives the loss of all its connections', async () => {
  const before = await rig.enqueue('succeed');
  await rig.reaches(before, 'succeeded');
  const id = await rig.enqueue('wait until told');
  await rig.reaches(id, 'running');
  await rig.db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await rig.letGo(id);
  await rig.reaches(id, 'succeeded', 20_000);
  const after = await rig.enqueue('succeed');
  await rig.reaches(after, 'succeeded');
  expect(await rig.publications(id)).toBe(1);
});

test('a kind without a handler stops the boot', () => {
  const handlers = { ingest: async () => undefined, render: async () => undefined } as unknown as JobHandlers;
  const { ctx, queue, databaseUrl } = rig;
  expect(() => runJobs({ ctx, queue, databaseUrl, concurrency: 1, tempRoot: tmpdir(), handlers })).toThrow(
    'no handler for jobs of the kind "deliver"',
  );
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
