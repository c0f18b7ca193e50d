import { AppError, idSchema, type JobView } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadJobFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeJob } from '../queue/change-job.ts';
import { jobView } from './job-view.ts';

export const retryJobInput = z.object({ jobId: idSchema });

/** Gives a failed or cancelled job its attempts back. Throws `conflict` when it succeeded or is under way. */
export async function retryJob(ctx: Context, { jobId }: z.infer<typeof retryJobInput>): Promise<JobView> {
  const { record } = await loadJobFor(ctx, jobId, 'job.cancel');
  const changed = await changeJob(
    ctx,
    { id: record.id, projectId: record.projectId },
    ['failed', 'cancelled'],
    () => ({
      state: 'queued',
      attempt: 0,
      progress: 0,
      cancelRequestedAt: null,
      failureCode: null,
      failureMessage: null,
      finishedAt: null,
    }),
    async (tx, job) => {
      if (job.kind === 'ingest') {
        await tx.db.audioFile.updateMany({
          where: { id: job.subjectId, state: 'failed' },
          data: { state: 'processing', failureCode: null, failureMessage: null },
        });
      }
      await ctx.queue.handOver(tx.db, job);
    },
  );
  if (!changed) throw new AppError('conflict', 'Only a job that failed or was cancelled can be repeated.');
  return jobView(changed);
}
