import { getIngestOrder } from '@sweetspot/core/ingest/get-ingest-order';
import { publishIngest } from '@sweetspot/core/ingest/publish-ingest';
import type { JobHandler } from '@sweetspot/core/queue/run-jobs';
import { deriveFiles } from './derive-files.ts';

/** Reads a file that arrived or was rendered: measures, peaks, segments; then it can be heard. */
export const ingest: JobHandler = async (ctx, run) => {
  const order = await getIngestOrder(ctx.db, run.job.subjectId);
  const outcome = await deriveFiles(ctx.storage, order, run);
  await run.publish((tx) => publishIngest(tx, order.fileId, outcome));
};
