import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, PrismaClient } from '@sweetspot/prisma';
import { makeProject, makeSong, makeUser } from '@sweetspot/prisma/seed';
import { pino } from 'pino';
import { expect } from 'vitest';
import { type Context, systemClock } from '../context.ts';
import { createFsStorage } from '../storage/fs-storage.ts';
import { createTestCore } from '../testing/create-test-core.ts';
import { type Program, startProgram } from '../testing/start-program.ts';
import { inTransaction } from '../transaction.ts';
import { createQueue } from './create-queue.ts';
import { type Patience, patience as usualPatience } from './patience.ts';
import type { WorkQueue } from './queue.ts';

export type JobRig = {
  databaseUrl: string;
  db: PrismaClient;
  queue: WorkQueue;
  ctx: Context;
  song: { id: string; projectId: string };
  /** A real worker process of `worker.testing.ts`, once it listens. Rejects when it ends before that. */
  startWorker(patience?: Patience): Promise<Program>;
  killWorkers(): Promise<void>;
  /** Asks for a job of which `worker.testing.ts` says what it does. */
  enqueue(label: string, kind?: Job['kind']): Promise<string>;
  find(jobId: string): Promise<Job>;
  reaches(jobId: string, state: Job['state'], timeoutMs?: number): Promise<void>;
  /** How often a job has left its result. */
  publications(jobId: string): Promise<number>;
  /** Ends the wait of a job that waits until told. */
  letGo(jobId: string): Promise<void>;
  /** As if the worker of a job had been silent for a minute. */
  age(jobId: string): Promise<void>;
  end(): Promise<void>;
};

/** One song, a queue, and workers on them. */
export async function createJobRig(): Promise<JobRig> {
  const core = await createTestCore();
  const { db, databaseUrl } = core;
  const log = pino({ level: 'silent' });
  const queue = await createQueue({ databaseUrl, log });
  const user = await makeUser(db);
  const project = await makeProject(db, { ownerId: user.id });
  const song = await makeSong(db, { projectId: project.id });
  const ctx: Context = {
    db,
    actor: { kind: 'user', userId: user.id },
    storage: createFsStorage({ directory: join(tmpdir(), 'sweetspot-no-storage') }),
    queue,
    clock: systemClock,
    log,
    baseUrl: 'http://localhost',
  };
  const workers = new Set<Program>();
  const find = (id: string) => db.job.findUniqueOrThrow({ where: { id } });
  const killWorkers = async () => {
    for (const worker of workers) {
      worker.kill('SIGKILL');
      if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
      workers.delete(worker);
    }
  };

  return {
    databaseUrl,
    db,
    queue,
    ctx,
    song,
    async startWorker(patience = usualPatience) {
      const script = new URL('worker.testing.ts', import.meta.url);
      const worker = startProgram(script, [databaseUrl, JSON.stringify(patience)]);
      workers.add(worker);
      const ended = once(worker, 'exit').then(() => {
        throw new Error('The worker ended before it listened.');
      });
      await Promise.race([once(worker.stdout, 'data'), ended]);
      return worker;
    },
    killWorkers,
    enqueue: (label, kind = 'render') =>
      inTransaction(ctx, (tx) =>
        queue.enqueue(tx.db, {
          projectId: song.projectId,
          songId: song.id,
          kind,
          subjectId: song.id,
          label,
          createdById: null,
        }),
      ),
    find,
    reaches: (id, state, timeout = 30_000) =>
      expect.poll(async () => (await find(id)).state, { timeout, interval: 20 }).toBe(state),
    publications: (id) => db.auditEntry.count({ where: { action: 'test.published', subjectId: id } }),
    async letGo(id) {
      await db.auditEntry.create({ data: { actor: {}, action: 'test.go', subjectId: id } });
    },
    async age(id) {
      await db.$executeRaw`UPDATE "Job" SET "heartbeatAt" = "heartbeatAt" - interval '1 minute' WHERE "id" = ${id}::uuid`;
    },
    async end() {
      await killWorkers();
      await queue.stop();
      await core.end();
    },
  };
}
