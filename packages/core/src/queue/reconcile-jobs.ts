import type { JobKind } from '@sweetspot/protocol';
import type { Context } from '../context.ts';
import { changeJob } from './change-job.ts';
import { endJob } from './end-job.ts';
import type { Patience } from './patience.ts';

/**
 * Puts right what a dead worker or a lost message left: running jobs without a heartbeat are queued again (or end, when
 * somebody wanted them cancelled or they took their last worker with them), queued jobs without a message get one. Safe
 * to run in several workers at once. Answers how many jobs it touched.
 */
export async function reconcileJobs(
  ctx: Context,
  { staleAfterSeconds }: Patience,
): Promise<{ requeued: number; ended: number; handedOver: number }> {
  const counts = { requeued: 0, ended: 0, handedOver: 0 };
  const stale = await ctx.db.$queryRaw<{ id: string; projectId: string; fencingToken: number }[]>`
    SELECT "id", "projectId", "fencingToken" FROM "Job"
    WHERE "state" = 'running'
      AND "heartbeatAt" < (now() AT TIME ZONE 'UTC') - make_interval(secs => ${staleAfterSeconds}::int)`;
  for (const hold of stale) {
    const cancelled = await endJob(
      ctx,
      hold,
      ['running'],
      { state: 'cancelled' },
      (job) => job.cancelRequestedAt !== null,
    );
    const failed =
      cancelled ??
      (await endJob(
        ctx,
        hold,
        ['running'],
        {
          state: 'failed',
          failureCode: 'worker_lost',
          failureMessage:
            'The program working on this stopped each time it tried. Try it again; if it stops again, tell whoever runs this installation.',
        },
        (job) => job.attempt >= job.maxAttempts,
      ));
    if (failed) {
      counts.ended += 1;
      continue;
    }
    // A new token at once: should the lost worker come back, nothing it does counts.
    const queued = await changeJob(
      ctx,
      hold,
      ['running'],
      (job) => ({ state: 'queued', fencingToken: job.fencingToken + 1, heartbeatAt: null }),
      (tx, job) => ctx.queue.handOver(tx.db, job),
    );
    if (queued) {
      counts.requeued += 1;
      ctx.log.warn({ jobId: hold.id }, 'a job without a heartbeat was queued again');
    }
  }

  // A message lives from hand-over until its job is taken; without one, nobody would take this job.
  const forgotten = await ctx.db.$queryRaw<{ id: string; kind: JobKind }[]>`
    SELECT "id", "kind" FROM "Job" AS job
    WHERE "state" = 'queued' AND NOT EXISTS (
      SELECT 1 FROM pgboss.job AS message
      WHERE message.name = job."kind"::text AND message.singleton_key = job."id"::text
        AND (message.state < 'active' OR (message.state = 'active' AND message.started_on > now() - interval '10 seconds')))`;
  for (const job of forgotten) {
    await ctx.queue.handOver(ctx.db, job);
    counts.handedOver += 1;
  }
  return counts;
}
