import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { cancelJob } from '../jobs/cancel-job.ts';
import { createJobRig, type JobRig } from './create-job-rig.testing.ts';
import { patience } from './patience.ts';

/** Real processes on a machine that runs other tests as well. */
vi.setConfig({ testTimeout: 60_000 });

/** Every test has workers of its own; between tests there are none. */
let rig: JobRig;
beforeAll(async () => {
  rig = await createJobRig();
});
afterEach(() => rig.killWorkers());
afterAll(() => rig?.end());

describe('a job', () => {
  test('exists only when the transaction that asked for it commits', async () => {
    const id = randomUUID();
    const { song } = rig;
    await expect(
      rig.db.$transaction(async (tx) => {
        await rig.queue.enqueue(tx, {
          id,
          projectId: song.projectId,
          songId: song.id,
          kind: 'render',
          subjectId: song.id,
          label: 'succeed',
          createdById: null,
        });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await rig.db.job.findUnique({ where: { id } })).toBeNull();
    expect(await rig.queue.next('render')).toBeNull();
  });

  test('is done once by any number of workers', async () => {
    await Promise.all([rig.startWorker(), rig.startWorker(), rig.startWorker()]);
    const ids = await Promise.all(Array.from({ length: 24 }, () => rig.enqueue('succeed', 'ingest')));
    // A second message for each, as a reconciler that raced would send.
    for (const id of ids) await rig.queue.handOver(rig.db, { id, kind: 'ingest' });
    for (const id of ids) await rig.reaches(id, 'succeeded');
    expect(await Promise.all(ids.map(rig.publications))).toEqual(ids.map(() => 1));
    expect(await rig.db.auditEntry.count({ where: { action: 'test.published' } })).toBe(24);
  });

  test('without a message is handed over again', async () => {
    const id = await rig.enqueue('succeed');
    await rig.db.$executeRaw`DELETE FROM pgboss.job`;
    await rig.startWorker();
    await rig.reaches(id, 'succeeded');
  });

  test('cancelled before anyone took it is taken by nobody', async () => {
    const id = await rig.enqueue('succeed');
    await cancelJob(rig.ctx, { jobId: id });
    await rig.startWorker();
    const other = await rig.enqueue('succeed');
    await rig.reaches(other, 'succeeded');
    expect(await rig.find(id)).toMatchObject({ state: 'cancelled', attempt: 0 });
  });
});

describe('a worker that dies', () => {
  test('kill -9: another one has the job when its patience is over, and there is one result', async () => {
    const impatient = { staleAfterSeconds: 4, reconcileEverySeconds: 1 };
    const first = await rig.startWorker(impatient);
    const id = await rig.enqueue('wait until told');
    await rig.reaches(id, 'running');
    const { fencingToken } = await rig.find(id);
    await rig.startWorker(impatient);
    first.kill('SIGKILL');
    await expect
      .poll(async () => (await rig.find(id)).fencingToken, { timeout: 15_000, interval: 50 })
      .toBeGreaterThan(fencingToken);
    await rig.reaches(id, 'running');
    await rig.letGo(id);
    await rig.reaches(id, 'succeeded');
    expect(await rig.publications(id)).toBe(1);
    expect((await rig.find(id)).attempt).toBe(2);
  });

  test('is waited for no longer than 30 seconds', () => {
    expect(patience.staleAfterSeconds + patience.reconcileEverySeconds).toBeLessThan(30);
  });

  test('paused past its lease and resumed: it is fenced', async () => {
    const paused = await rig.startWorker();
    const id = await rig.enqueue('wait until told');
    await rig.reaches(id, 'running');
    paused.kill('SIGSTOP');
    await rig.age(id);
    const second = await rig.startWorker();
    await rig.reaches(id, 'running');
    await expect.poll(async () => (await rig.find(id)).attempt, { timeout: 10_000 }).toBe(2);
    await rig.letGo(id);
    await rig.reaches(id, 'succeeded');
    paused.kill('SIGCONT');
    // The paused worker runs its own attempt to the end and is refused; it then does other work as if nothing was.
    second.kill('SIGTERM');
    await once(second, 'exit');
    const next = await rig.enqueue('succeed');
    await rig.reaches(next, 'succeeded');
    const entries = await rig.db.auditEntry.findMany({ where: { action: 'test.published', subjectId: id } });
    expect(entries.map((entry) => entry.actor)).toEqual([{ pid: second.pid }]);
  });

  test('each time at the same job: the job fails with a sentence, and the others go on', async () => {
    const id = await rig.enqueue('take the worker with it');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const worker = await rig.startWorker().catch(() => null);
      if (worker && worker.signalCode === null) await once(worker, 'exit');
      await rig.age(id);
    }
    await rig.startWorker();
    await rig.reaches(id, 'failed');
    expect(await rig.find(id)).toMatchObject({ attempt: 3, failureCode: 'worker_lost' });
    expect((await rig.find(id)).failureMessage).toMatch(/stopped each time/);
    const other = await rig.enqueue('succeed');
    await rig.reaches(other, 'succeeded');
  });

  test('SIGTERM: what runs goes back to the queue, and the attempt does not count', async () => {
    const worker = await rig.startWorker();
    const id = await rig.enqueue('wait until told');
    await rig.reaches(id, 'running');
    worker.kill('SIGTERM');
    const [code] = await once(worker, 'exit');
    expect(code).toBe(0);
    expect(await rig.find(id)).toMatchObject({ state: 'queued', attempt: 0 });
    await rig.startWorker();
    await rig.letGo(id);
    await rig.reaches(id, 'succeeded');
  });

  test('holding a job that is then cancelled: the job ends', async () => {
    const worker = await rig.startWorker();
    const id = await rig.enqueue('wait until told');
    await rig.reaches(id, 'running');
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await cancelJob(rig.ctx, { jobId: id });
    await rig.age(id);
    await rig.startWorker();
    await rig.reaches(id, 'cancelled');
  });
});
