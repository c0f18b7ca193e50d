import type { Job, JobState } from '@sweetspot/prisma';
import { eventActor, systemAuthor } from '../access/author.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { holdProject, inTransaction, type TransactionContext } from '../transaction.ts';

/** How to recognise a job that is still the caller's: its token, or only its state when nobody holds it. */
export type JobHold = { id: string; projectId: string; fencingToken?: number };

type Change = Partial<
  Pick<
    Job,
    | 'state'
    | 'progress'
    | 'attempt'
    | 'fencingToken'
    | 'heartbeatAt'
    | 'startedAt'
    | 'finishedAt'
    | 'failureCode'
    | 'failureMessage'
    | 'cancelRequestedAt'
  >
>;

/**
 * Changes a job's state by compare-and-set, with what belongs to it and the event `job.changed`, in one transaction.
 * Answers the changed row, or null when the job was not (any longer) as `hold` and `from` say; then nothing happened.
 */
export async function changeJob(
  ctx: Context,
  hold: JobHold,
  from: readonly JobState[],
  change: (job: Job) => Change | null,
  also?: (tx: TransactionContext, job: Job) => Promise<void>,
): Promise<Job | null> {
  return inTransaction(ctx, async (tx) => {
    await holdProject(tx.db, hold.projectId);
    await tx.db.$queryRaw`SELECT 1 FROM "Job" WHERE "id" = ${hold.id}::uuid FOR UPDATE`;
    const job = await tx.db.job.findUnique({ where: { id: hold.id } });
    if (!job || !from.includes(job.state)) return null;
    if (hold.fencingToken !== undefined && job.fencingToken !== hold.fencingToken) return null;
    const data = change(job);
    if (!data) return null;
    const changed = await tx.db.job.update({ where: { id: hold.id }, data });
    await also?.(tx, changed);
    await appendEvent(tx.db, {
      projectId: job.projectId,
      type: 'job.changed',
      payload: { songId: job.songId, jobId: job.id },
      actor: eventActor(systemAuthor),
    });
    return changed;
  });
}
