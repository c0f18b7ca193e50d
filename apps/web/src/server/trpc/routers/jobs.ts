import { cancelJob, cancelJobInput } from '@sweetspot/core/jobs/cancel-job';
import { listJobs, listJobsInput } from '@sweetspot/core/jobs/list-jobs';
import { retryJob, retryJobInput } from '@sweetspot/core/jobs/retry-job';
import { procedure, router } from '../trpc.ts';

export const jobsRouter = router({
  list: procedure.input(listJobsInput).query(({ ctx, input }) => listJobs(ctx.core, input)),
  cancel: procedure.input(cancelJobInput).mutation(({ ctx, input }) => cancelJob(ctx.core, input)),
  retry: procedure.input(retryJobInput).mutation(({ ctx, input }) => retryJob(ctx.core, input)),
});
