import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '@sweetspot/prisma';
import { AppError, type JobKind } from '@sweetspot/protocol';
import { eventActor, systemAuthor } from '../access/author.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { jobView } from '../jobs/job-view.ts';
import { holdProject, inTransaction, type TransactionContext } from '../transaction.ts';
import { changeJob } from './change-job.ts';
import { endJob } from './end-job.ts';
import { backoffSeconds, failureOf } from './failure-of.ts';
import { FencedError } from './fenced-error.ts';
import { jobChannels } from './job-channels.ts';
import type { Patience } from './patience.ts';

/** One attempt at a job, as its handler sees it. */
export type JobRun = {
  job: Job;
  /** Raised when the job is cancelled, taken away, or the worker stops. A handler ends within two seconds of it. */
  signal: AbortSignal;
  /** A folder of this attempt alone, removed after it. */
  tempDir: string;
  /** 0 … 1; what goes backwards is ignored. */
  onProgress(fraction: number): void;
  /**
   * The only way to leave a result: one transaction in which the job succeeds and `change` is made, or neither. Called
   * once, last. Throws `FencedError` when the job is no longer this attempt's and `cancelled` when it is unwanted.
   */
  publish<T>(change: (tx: TransactionContext) => Promise<T>): Promise<T>;
};

/** The work of one kind of job. It may run twice, and skips what is there already. */
export type JobHandler = (ctx: Context, run: JobRun) => Promise<void>;
export type JobHandlers = Record<JobKind, JobHandler>;

/** The reason of a signal raised because the worker stops; the job goes back to the queue. */
export class WorkerStopping extends Error {}

const pulseEveryMs = 1_000;
const progressEveryMs = 250;

/** The reason of a signal raised because somebody cancelled the job. */
export const jobCancelled = (): AppError => new AppError('cancelled', 'This was cancelled.');

/** Takes a queued job: one of any number of workers that try gets it. Null when it was taken, cancelled or is gone. */
export async function takeJob(ctx: Context, jobId: string): Promise<Job | null> {
  const found = await ctx.db.job.findUnique({ where: { id: jobId }, select: { projectId: true } });
  if (!found) return null;
  return changeJob(
    ctx,
    { id: jobId, projectId: found.projectId },
    ['queued'],
    (job) => ({
      state: 'running',
      fencingToken: job.fencingToken + 1,
      attempt: job.attempt + 1,
      progress: 0,
      startedAt: ctx.clock.now(),
      failureCode: null,
      failureMessage: null,
    }),
    async (tx) => {
      await tx.db.$executeRaw`UPDATE "Job" SET "heartbeatAt" = now() AT TIME ZONE 'UTC' WHERE "id" = ${jobId}::uuid`;
    },
  );
}

/** Runs one attempt to its end, whatever the end is; never throws. The outside ends it through `controller`. */
export async function runJob(
  ctx: Context,
  options: { job: Job; handler: JobHandler; tempRoot: string; controller: AbortController; patience: Patience },
): Promise<void> {
  const { job, handler, tempRoot, controller, patience } = options;
  const log = ctx.log.child({ jobId: job.id, kind: job.kind, attempt: job.attempt });
  const hold = { id: job.id, projectId: job.projectId, fencingToken: job.fencingToken };
  const pulse = startPulse({ ...ctx, log }, job, controller, patience);
  let tempDir: string | undefined;
  let published = false;
  try {
    await mkdir(tempRoot, { recursive: true });
    tempDir = await mkdtemp(join(tempRoot, `${job.kind}-`));
    await handler(
      { ...ctx, log },
      {
        job,
        signal: controller.signal,
        tempDir,
        onProgress: pulse.onProgress,
        async publish(change) {
          controller.signal.throwIfAborted();
          const result = await publishJob(ctx, job, change);
          published = true;
          return result;
        },
      },
    );
    if (!published) throw new Error(`The handler of ${job.kind} ended without publishing.`);
    log.info({ seconds: (Date.now() - job.startedAt!.getTime()) / 1000 }, 'job done');
  } catch (error) {
    await settle(error);
  } finally {
    await pulse.stop();
    if (tempDir) await rm(tempDir, { recursive: true, force: true });
  }

  async function settle(error: unknown): Promise<void> {
    if (published) return log.error({ error }, 'a handler failed after it had published');
    const reason: unknown = controller.signal.aborted ? controller.signal.reason : error;
    try {
      if (reason instanceof FencedError) return log.warn('the job was taken away');
      if (reason instanceof WorkerStopping) {
        await requeue(0, job.attempt - 1);
        return log.info('the worker stops; the job goes back to the queue');
      }
      if (reason instanceof AppError && reason.code === 'cancelled') {
        await endJob(ctx, hold, ['running'], { state: 'cancelled' });
        return log.info('job cancelled');
      }
      const failure = failureOf(reason);
      log.warn({ error: reason, transient: failure.transient }, 'job failed');
      if (failure.transient && job.attempt < job.maxAttempts) return await requeue(backoffSeconds(job.attempt));
      await endJob(ctx, hold, ['running'], {
        state: 'failed',
        failureCode: failure.code,
        failureMessage: failure.message,
      });
    } catch (cause) {
      // The database is away. The heartbeat stops with this attempt, so that the job is found again.
      log.error({ error: cause }, 'the end of a job could not be written');
    }
  }

  async function requeue(afterSeconds: number, attempt = job.attempt): Promise<void> {
    await changeJob(
      ctx,
      hold,
      ['running'],
      () => ({ state: 'queued', attempt, heartbeatAt: null }),
      (tx, row) => ctx.queue.handOver(tx.db, row, afterSeconds),
    );
  }
}

async function publishJob<T>(ctx: Context, job: Job, change: (tx: TransactionContext) => Promise<T>): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    await holdProject(tx.db, job.projectId);
    const { count } = await tx.db.job.updateMany({
      where: { id: job.id, fencingToken: job.fencingToken, state: 'running', cancelRequestedAt: null },
      data: { state: 'succeeded', progress: 1, finishedAt: ctx.clock.now() },
    });
    if (count === 0) {
      const now = await tx.db.job.findUnique({ where: { id: job.id } });
      const mine = now?.state === 'running' && now.fencingToken === job.fencingToken;
      throw mine ? jobCancelled() : new FencedError(job.id);
    }
    const result = await change(tx);
    await appendEvent(tx.db, {
      projectId: job.projectId,
      type: 'job.changed',
      payload: { songId: job.songId, jobId: job.id },
      actor: eventActor(systemAuthor),
    });
    return result;
  });
}

/**
 * The heartbeat: writes that this worker lives and how far it is, sees that the job was cancelled or taken away, and
 * tells everyone of progress. Without an answer from the database for as long as others wait for a heartbeat, the job
 * counts as taken away.
 */
function startPulse(
  ctx: Context,
  job: Job,
  controller: AbortController,
  { staleAfterSeconds }: Patience,
): { onProgress(fraction: number): void; stop(): Promise<void> } {
  let progress = 0;
  let toldProgress = 0;
  let beatAt = performance.now();
  let stopped = false;
  let beating: Promise<void> | undefined;

  async function beat(): Promise<void> {
    // By the database's clock, which is the one that others compare it with.
    const [row] = await ctx.db.$queryRaw<Job[]>`
      UPDATE "Job" SET "heartbeatAt" = now() AT TIME ZONE 'UTC', "progress" = ${progress}
      WHERE "id" = ${job.id}::uuid AND "fencingToken" = ${job.fencingToken} AND "state" = 'running' RETURNING *`;
    beatAt = performance.now();
    if (stopped) return;
    if (!row) return controller.abort(new FencedError(job.id));
    if (row.cancelRequestedAt !== null) return controller.abort(jobCancelled());
    if (row.progress === toldProgress) return;
    toldProgress = row.progress;
    await ctx.db.$executeRaw`SELECT pg_notify(${jobChannels.progress}, ${JSON.stringify(jobView(row))})`;
  }

  const giveUpSince = (at: number): void => {
    if (performance.now() - at > staleAfterSeconds * 1000) controller.abort(new FencedError(job.id));
  };
  let askedAt = beatAt;
  const timer = setInterval(() => {
    // An answer may also never come, without any error.
    if (beating !== undefined) return giveUpSince(askedAt);
    const due = progress > toldProgress || performance.now() - beatAt >= pulseEveryMs;
    if (!due) return;
    askedAt = performance.now();
    beating = beat()
      .catch((error: unknown) => {
        ctx.log.warn({ error }, 'a heartbeat could not be written');
        giveUpSince(beatAt);
      })
      .finally(() => {
        beating = undefined;
      });
  }, progressEveryMs);

  return {
    onProgress(fraction) {
      if (fraction > progress) progress = Math.min(1, fraction);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await beating;
    },
  };
}
