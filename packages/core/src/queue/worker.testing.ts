import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPrismaClient } from '@sweetspot/prisma';
import { AppError } from '@sweetspot/protocol';
import { pino } from 'pino';
import { systemClock } from '../context.ts';
import { createFsStorage } from '../storage/fs-storage.ts';
import { createQueue } from './create-queue.ts';
import type { Patience } from './patience.ts';
import type { JobHandler } from './run-job.ts';
import { runJobs } from './run-jobs.ts';

/**
 * A worker process for tests: `node worker.testing.ts <databaseUrl> <patience>`. What a job does is its label. Every result is an
 * AuditEntry `test.published` about the job; `ready` on stdout once it listens.
 */
const databaseUrl = process.argv[2]!;
const patience = JSON.parse(process.argv[3]!) as Patience;
const log = pino({ level: process.argv[4] ?? 'silent' }, pino.destination(2));
const db = createPrismaClient(databaseUrl, { poolSize: 5 });
const queue = await createQueue({ databaseUrl, log, maintains: true });

const work: JobHandler = async (_ctx, run) => {
  const { job, signal } = run;
  switch (job.label) {
    case 'succeed':
      break;
    case 'wait until told':
      while ((await db.auditEntry.count({ where: { action: 'test.go', subjectId: job.id } })) === 0) {
        await delay(20, undefined, { signal });
      }
      break;
    case 'hold a child':
      await holdChild(signal);
      break;
    case 'go forwards and backwards':
      for (const fraction of [0.2, 0.6, 0.3, 0.1, 0.8]) {
        run.onProgress(fraction);
        await delay(400, undefined, { signal });
      }
      break;
    case 'fail for now':
      throw new AppError('unavailable', 'The storage does not answer.');
    case 'fail once':
      if (job.attempt === 1) throw new Error('unexpected');
      break;
    case 'fail for good':
      throw new AppError('bad_input', 'This file holds no sound.');
    case 'take the worker with it':
      process.kill(process.pid, 'SIGKILL');
      await delay(60_000);
      break;
    default:
      throw new Error(`no such test job: ${job.label}`);
  }
  await run.publish(async (tx) => {
    await tx.db.auditEntry.create({
      data: { actor: { pid: process.pid }, action: 'test.published', subjectId: job.id },
    });
  });
};

async function holdChild(signal: AbortSignal): Promise<never> {
  // Ends with this process too, when its input is closed.
  const child = spawn('cat', { signal, killSignal: 'SIGKILL', stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', (error) => log.info({ error }, 'child'));
  await db.auditEntry.create({ data: { actor: {}, action: 'test.child', subjectId: String(child.pid) } });
  await once(child, 'exit');
  throw new Error('the child ended');
}

const loop = runJobs({
  ctx: {
    db,
    actor: { kind: 'worker' },
    storage: createFsStorage({ directory: join(tmpdir(), 'sweetspot-no-storage') }),
    queue,
    clock: systemClock,
    log,
    baseUrl: 'http://localhost',
  },
  queue,
  databaseUrl,
  concurrency: 4,
  tempRoot: join(tmpdir(), 'sweetspot-queue-test'),
  patience,
  handlers: { ingest: work, render: work, deliver: work, compare: work },
});
await loop.ready;
process.once('SIGTERM', async () => {
  await loop.stop(100);
  await queue.stop();
  await db.$disconnect();
});
process.stdout.write('ready\n');
