import { AppError, idSchema, type JobView } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadJobFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeJob } from '../queue/change-job.ts';
import { endJob } from '../queue/end-job.ts';
import { jobChannels } from '../queue/job-channels.ts';
import { jobView } from './job-view.ts';

export const cancelJobInput = z.object({ jobId: idSchema });

/**
 * Cancels a job: at once while it waits, within two seconds while it runs. A job that is cancelled already stays so.
 * Throws `conflict` when it has ended otherwise.
 */
export async function cancelJob(ctx: Context, { jobId }: z.infer<typeof cancelJobInput>): Promise<JobView> {
  const { record } = await loadJobFor(ctx, jobId, 'job.cancel');
  const hold = { id: record.id, projectId: record.projectId };
  const changed =
    (await endJob(ctx, hold, ['queued'], { state: 'cancelled' })) ??
    (await changeJob(
      ctx,
      hold,
      ['running'],
      () => ({ cancelRequestedAt: ctx.clock.now() }),
      async (tx) => {
        await tx.db.$executeRaw`SELECT pg_notify(${jobChannels.cancel}, ${jobId})`;
      },
    ));
  if (changed) return jobView(changed);
  const now = await ctx.db.job.findUniqueOrThrow({ where: { id: jobId } });
  if (now.state === 'cancelled') return jobView(now);
  throw new AppError('conflict', 'This job has ended already.');
}
