import type { Job } from '@sweetspot/prisma';
import type { JobView } from '@sweetspot/protocol';
import { mayPass } from '../queue/failure-of.ts';

/** A job as the tray shows it. */
export const jobView = (job: Job): JobView => ({
  id: job.id,
  projectId: job.projectId,
  songId: job.songId,
  kind: job.kind,
  subjectId: job.subjectId,
  label: job.label,
  state: job.state,
  progress: job.progress,
  attempt: job.attempt,
  cancelRequested: job.cancelRequestedAt !== null,
  failureMessage: job.failureMessage,
  // What keeps a render or a delivery from being made can be mended; a file stays as it was sent.
  canRetry: job.state === 'failed' && (job.kind !== 'ingest' || mayPass(job.failureCode)),
  createdAt: job.createdAt.toISOString(),
});
