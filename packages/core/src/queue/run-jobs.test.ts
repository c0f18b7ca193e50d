import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPrismaClient, type Job, type PrismaClient } from '@sweetspot/prisma';
import { makeProject, makeSong, makeUser } from '@sweetspot/prisma/seed';
import { createTestDatabase, type TestDatabase } from '@sweetspot/prisma/testing';
import { jobViewSchema } from '@sweetspot/protocol';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Context, systemClock } from '../context.ts';
import { cancelJob } from '../jobs/cancel-job.ts';
import { retryJob } from '../jobs/retry-job.ts';
import { createFsStorage } from '../storage/fs-storage.ts';
import { inTransaction } from '../transaction.ts';
import { createQueue } from './create-queue.ts';
import type { WorkQueue } from './queue.ts';
import { type JobHandlers, runJobs } from './run-jobs.ts';

/** Real processes on a machine that runs other tests as well. */
vi.setConfig({ testTimeout: 60_000 });

let database: TestDatabase;
let db: PrismaClient;
let queue: WorkQueue;
let ctx: Context;
let song: { id: string; projectId: string };
let workers: ChildProcess[];

const log = pino({ level: 'silent' });

beforeEach(async () => {
  database = await createTestDatabase();
  db = createPrismaClient(database.url);
  queue = await createQueue({ databaseUrl: database.url, log });
  const user = await makeUser(db);
  const project = await makeProject(db, { ownerId: user.id });
  song = await makeSong(db, { projectId: project.id });
  ctx = {
    db,
    actor: { kind: 'user', userId: user.id },
    storage: createFsStorage({ directory: join(tmpdir(), 'sweetspot-no-storage') }),
    queue,
    clock: systemClock,
    log,
    baseUrl: 'http://localhost',
  };
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) {
    worker.kill('SIGKILL');
    if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
  }
  await queue.stop();
  await db.$disconnect();
  await database.drop();
});

async function startWorker(): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('worker.testing.ts', import.meta.url));
  const worker = spawn(process.execPath, [script, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  workers.push(worker);
  await once(worker.stdout!, 'data');
  return worker;
}

const enqueue = (label: string, kind: Job['kind'] = 'render'): Promise<string> =>
  inTransaction(ctx, (tx) =>
    queue.enqueue(tx.db, {
      projectId: song.projectId,
      songId: song.id,
      kind,
      subjectId: song.id,
      label,
      createdById: null,
    }),
  );
const find = (id: string): Promise<Job> => db.job.findUniqueOrThrow({ where: { id } });
const reaches = (id: string, state: Job['state'], timeout = 30_000): Promise<void> =>
  expect.poll(async () => (await find(id)).state, { timeout, interval: 20 }).toBe(state);
const publications = (id: string): Promise<number> =>
  db.auditEntry.count({ where: { action: 'test.published', subjectId: id } });
const letGo = (id: string) => db.auditEntry.create({ data: { actor: {}, action: 'test.go', subjectId: id } });
/** As if the worker had been silent for a minute. */
const age = (id: string) =>
  db.$executeRaw`UPDATE "Job" SET "heartbeatAt" = "heartbeatAt" - interval '1 minute' WHERE "id" = ${id}::uuid`;

describe('a job', () => {
  test('exists only when the transaction that asked for it commits', async () => {
    await expect(
      db.$transaction(async (tx) => {
        await queue.enqueue(tx, {
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
    expect(await db.job.count()).toBe(0);
    expect(await queue.next('render')).toBeNull();
  });

  test('runs, publishes once, and every change of state is an event', async () => {
    await startWorker();
    const id = await enqueue('succeed');
    await reaches(id, 'succeeded');
    expect(await publications(id)).toBe(1);
    expect(await find(id)).toMatchObject({ attempt: 1, progress: 1, failureMessage: null });
    expect(await db.projectEvent.count({ where: { type: 'job.changed' } })).toBe(3);
  });

  test('is done once by any number of workers', async () => {
    await Promise.all([startWorker(), startWorker(), startWorker()]);
    const ids = await Promise.all(Array.from({ length: 24 }, () => enqueue('succeed', 'ingest')));
    // A second message for each, as a reconciler that raced would send.
    for (const id of ids) await queue.handOver(db, { id, kind: 'ingest' });
    for (const id of ids) await reaches(id, 'succeeded');
    expect(await Promise.all(ids.map(publications))).toEqual(ids.map(() => 1));
    const pids = await db.auditEntry.findMany({ where: { action: 'test.published' }, select: { actor: true } });
    expect(pids).toHaveLength(24);
  });

  test('without a message is handed over again', async () => {
    const id = await enqueue('succeed');
    await db.$executeRaw`DELETE FROM pgboss.job`;
    await startWorker();
    await reaches(id, 'succeeded');
  });

  test('tells of progress, which never goes back', async () => {
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    await listener.query('LISTEN job_progress');
    const heard: number[] = [];
    listener.on('notification', ({ payload }) => heard.push(jobViewSchema.parse(JSON.parse(payload!)).progress));
    await startWorker();
    const id = await enqueue('go forwards and backwards');
    await reaches(id, 'succeeded');
    await listener.end();
    expect(heard).toEqual([0.2, 0.6, 0.8]);
  });
});

describe('a worker that dies', () => {
  test('kill -9: another one has the job within 30 seconds, and there is one result', async () => {
    const first = await startWorker();
    const id = await enqueue('wait until told');
    await reaches(id, 'running');
    const { fencingToken } = await find(id);
    await startWorker();
    first.kill('SIGKILL');
    await expect
      .poll(async () => (await find(id)).fencingToken, { timeout: 30_000, interval: 50 })
      .toBeGreaterThan(fencingToken);
    await reaches(id, 'running');
    await letGo(id);
    await reaches(id, 'succeeded');
    expect(await publications(id)).toBe(1);
    expect((await find(id)).attempt).toBe(2);
  });

  test('paused past its lease and resumed: it is fenced', async () => {
    const paused = await startWorker();
    const id = await enqueue('wait until told');
    await reaches(id, 'running');
    paused.kill('SIGSTOP');
    await age(id);
    const second = await startWorker();
    await reaches(id, 'running');
    await expect.poll(async () => (await find(id)).attempt, { timeout: 10_000 }).toBe(2);
    await letGo(id);
    await reaches(id, 'succeeded');
    paused.kill('SIGCONT');
    // The paused worker runs its own attempt to the end and is refused; it then does other work as if nothing was.
    second.kill('SIGTERM');
    await once(second, 'exit');
    const next = await enqueue('succeed');
    await reaches(next, 'succeeded');
    const entries = await db.auditEntry.findMany({ where: { action: 'test.published', subjectId: id } });
    expect(entries.map((entry) => entry.actor)).toEqual([{ pid: second.pid }]);
  });

  test('each time at the same job: the job fails with a sentence, and the others go on', async () => {
    const id = await enqueue('take the worker with it');
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const worker = await startWorker().catch(() => null);
      if (worker && worker.signalCode === null) await once(worker, 'exit');
      await age(id);
    }
    await startWorker();
    await reaches(id, 'failed');
    expect(await find(id)).toMatchObject({ attempt: 3, failureCode: 'worker_lost' });
    expect((await find(id)).failureMessage).toMatch(/stopped each time/);
    const other = await enqueue('succeed');
    await reaches(other, 'succeeded');
  });

  test('SIGTERM: what runs goes back to the queue, and the attempt does not count', async () => {
    const worker = await startWorker();
    const id = await enqueue('wait until told');
    await reaches(id, 'running');
    worker.kill('SIGTERM');
    const [code] = await once(worker, 'exit');
    expect(code).toBe(0);
    expect(await find(id)).toMatchObject({ state: 'queued', attempt: 0 });
    await startWorker();
    await letGo(id);
    await reaches(id, 'succeeded');
  });
});

describe('cancelling', () => {
  test('reaches the running child within two seconds', async () => {
    await startWorker();
    const id = await enqueue('hold a child');
    await expect.poll(() => db.auditEntry.count({ where: { action: 'test.child' } }), { timeout: 10_000 }).toBe(1);
    const child = await db.auditEntry.findFirstOrThrow({ where: { action: 'test.child' } });
    await cancelJob(ctx, { jobId: id });
    await expect.poll(() => isAlive(Number(child.subjectId)), { timeout: 2_000, interval: 5 }).toBe(false);
    await reaches(id, 'cancelled', 2_000);
    expect(await publications(id)).toBe(0);
  });

  test('works when the notification is lost', async () => {
    await startWorker();
    const id = await enqueue('wait until told');
    await reaches(id, 'running');
    await db.job.update({ where: { id }, data: { cancelRequestedAt: new Date() } });
    await reaches(id, 'cancelled', 2_000);
  });

  test('before anyone took it means nobody will', async () => {
    const id = await enqueue('succeed');
    await cancelJob(ctx, { jobId: id });
    await startWorker();
    const other = await enqueue('succeed');
    await reaches(other, 'succeeded');
    expect(await find(id)).toMatchObject({ state: 'cancelled', attempt: 0 });
  });

  test('racing the end leaves either a result or a cancelled job, never both', async () => {
    await startWorker();
    const ids = await Promise.all(Array.from({ length: 12 }, () => enqueue('succeed', 'ingest')));
    // Who comes too late hears `conflict`.
    await Promise.allSettled(ids.map((id) => cancelJob(ctx, { jobId: id })));
    for (const id of ids) {
      await expect.poll(async () => (await find(id)).state, { timeout: 10_000 }).toMatch(/succeeded|cancelled/);
      expect(await publications(id)).toBe((await find(id)).state === 'succeeded' ? 1 : 0);
    }
  });

  test('of a job whose worker died ends it', async () => {
    const worker = await startWorker();
    const id = await enqueue('wait until told');
    await reaches(id, 'running');
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await cancelJob(ctx, { jobId: id });
    await age(id);
    await startWorker();
    await reaches(id, 'cancelled');
  });
});

describe('a job that fails', () => {
  test('for now is tried again, and after the last attempt says why', async () => {
    await startWorker();
    const id = await enqueue('fail for now');
    await reaches(id, 'failed');
    expect(await find(id)).toMatchObject({
      attempt: 3,
      failureCode: 'unavailable',
      failureMessage: 'The storage does not answer.',
    });
  });

  test('by surprise is tried again, and may succeed', async () => {
    await startWorker();
    const id = await enqueue('fail once');
    await reaches(id, 'succeeded');
    expect(await find(id)).toMatchObject({ attempt: 2, failureMessage: null });
    expect(await publications(id)).toBe(1);
  });

  test('for good is not tried again until somebody asks', async () => {
    await startWorker();
    const id = await enqueue('fail for good');
    await reaches(id, 'failed');
    expect(await find(id)).toMatchObject({ attempt: 1, failureMessage: 'This file holds no sound.' });
    await db.job.update({ where: { id }, data: { label: 'succeed' } });
    await retryJob(ctx, { jobId: id });
    await reaches(id, 'succeeded');
    expect(await find(id)).toMatchObject({ attempt: 1, failureMessage: null });
  });
});

test('the loop survives the loss of all its connections', async () => {
  await startWorker();
  const before = await enqueue('succeed');
  await reaches(before, 'succeeded');
  const id = await enqueue('wait until told');
  await reaches(id, 'running');
  await db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await letGo(id);
  await reaches(id, 'succeeded', 20_000);
  const after = await enqueue('succeed');
  await reaches(after, 'succeeded');
  expect(await publications(id)).toBe(1);
});

test('a kind without a handler stops the boot', () => {
  const handlers = { ingest: async () => undefined, render: async () => undefined } as unknown as JobHandlers;
  expect(() =>
    runJobs({
      ctx,
      queue,
      databaseUrl: database.url,
      concurrency: 1,
      tempRoot: tmpdir(),
      handlers,
    }),
  ).toThrow('no handler for jobs of the kind "deliver"');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
