import type { Job, JobState } from '@sweetspot/prisma';
import type { Context } from '../context.ts';
import { publishIngestFailure } from '../ingest/publish-ingest-failure.ts';
import { changeJob, type JobHold } from './change-job.ts';

export type JobEnd =
  | { state: 'failed'; failureCode: string; failureMessage: string }
  | { state: 'cancelled'; failureCode?: undefined; failureMessage?: undefined };

/**
 * Ends a job without a result, and tells what it was for: the file of a failed ingest says why it cannot be heard. Null
 * when the job was not in one of the states `from`, or no longer the caller's.
 */
export async function endJob(
  ctx: Context,
  hold: JobHold,
  from: readonly JobState[],
  end: JobEnd,
  when: (job: Job) => boolean = () => true,
): Promise<Job | null> {
  return changeJob(
    ctx,
    hold,
    from,
    (job) =>
      when(job)
        ? {
            state: end.state,
            failureCode: end.failureCode ?? null,
            failureMessage: end.failureMessage ?? null,
            finishedAt: ctx.clock.now(),
          }
        : null,
    async (tx, job) => {
      if (job.kind !== 'ingest') return;
      await publishIngestFailure(tx, job.subjectId, {
        code: end.failureCode ?? 'cancelled',
        message: end.failureMessage ?? 'Reading this file was cancelled.',
      });
    },
  );
}
