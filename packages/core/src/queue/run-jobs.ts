import { setTimeout as delay } from 'node:timers/promises';
import { type JobKind, jobKinds } from '@sweetspot/protocol';
import type { Context } from '../context.ts';
import { jobChannels } from './job-channels.ts';
import { listenToChannels } from './listen-to-channels.ts';
import { type Patience, patience as usualPatience } from './patience.ts';
import type { WorkQueue } from './queue.ts';
import { reconcileJobs } from './reconcile-jobs.ts';
import { type JobHandlers, jobCancelled, runJob, takeJob, WorkerStopping } from './run-job.ts';

export type { JobHandler, JobHandlers, JobRun } from './run-job.ts';

export type RunJobsOptions = {
  ctx: Context;
  queue: WorkQueue;
  handlers: JobHandlers;
  databaseUrl: string;
  /** How many jobs run at once here. */
  concurrency: number;
  /** Attempts make their folders in here. */
  tempRoot: string;
  patience?: Patience;
};

export type JobLoop = {
  /** Settles when the loop hears of new jobs without polling. */
  ready: Promise<void>;
  /** Jobs that are running here now. */
  runningCount(): number;
  /** Takes no more jobs, waits for those that run, and after `graceMs` gives the rest back to the queue. */
  stop(graceMs?: number): Promise<void>;
};

const pollEveryMs = 2_000;

/** Works on jobs until it is stopped. Throws at once when a kind of job has no handler. */
export function runJobs(options: RunJobsOptions): JobLoop {
  const { ctx, queue, handlers, databaseUrl, concurrency, tempRoot, patience = usualPatience } = options;
  for (const kind of jobKinds) {
    if (typeof handlers[kind] !== 'function') throw new Error(`There is no handler for jobs of the kind "${kind}".`);
  }
  const stopping = new AbortController();
  /** The grace is over: what runs, and what was being taken meanwhile, goes back. */
  const givingBack = new AbortController();
  const running = new Map<string, AbortController>();
  const waiting = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of waiting) wake();
  };
  stopping.signal.addEventListener('abort', wakeAll);

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      waiting.add(wake);
      if (stopping.signal.aborted) wake();
    });

  const listener = listenToChannels({
    databaseUrl,
    channels: [jobChannels.queued, jobChannels.cancel],
    onMessage: (channel, payload) => {
      if (channel === jobChannels.queued) wakeAll();
      else running.get(payload)?.abort(jobCancelled());
    },
    onConnected: wakeAll,
    log: ctx.log,
  });

  /** The kinds take turns, so that a hundred stems do not keep a render waiting. */
  let turn = 0;
  async function next(): Promise<{ kind: JobKind; jobId: string; done(): Promise<void> } | null> {
    turn += 1;
    for (let step = 0; step < jobKinds.length; step += 1) {
      const kind = jobKinds[(turn + step) % jobKinds.length]!;
      const message = await queue.next(kind);
      if (message) return { kind, ...message };
    }
    return null;
  }

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const message = await next();
        if (!message) {
          await sleep(pollEveryMs);
          continue;
        }
        const job = await takeJob(ctx, message.jobId);
        await message.done();
        if (!job) continue;
        const controller = new AbortController();
        running.set(job.id, controller);
        if (givingBack.signal.aborted) controller.abort(new WorkerStopping());
        try {
          await runJob(ctx, { job, handler: handlers[message.kind], tempRoot, controller, patience });
        } finally {
          running.delete(job.id);
        }
      } catch (error) {
        ctx.log.error({ error }, 'jobs cannot be taken');
        await sleep(pollEveryMs);
      }
    }
  }

  async function reconcile(): Promise<void> {
    while (!stopping.signal.aborted) {
      await reconcileJobs(ctx, patience).catch((error: unknown) =>
        ctx.log.error({ error }, 'jobs cannot be reconciled'),
      );
      await delay(1000 * patience.reconcileEverySeconds, undefined, { signal: stopping.signal }).catch(() => 'stopped');
    }
  }

  const ended = Promise.all([reconcile(), ...Array.from({ length: concurrency }, () => work())]);

  return {
    ready: listener.ready,
    runningCount: () => running.size,
    async stop(graceMs = 5_000) {
      stopping.abort();
      const grace = setTimeout(() => {
        givingBack.abort();
        for (const controller of running.values()) controller.abort(new WorkerStopping());
      }, graceMs);
      await ended;
      clearTimeout(grace);
      await listener.stop();
    },
  };
}
