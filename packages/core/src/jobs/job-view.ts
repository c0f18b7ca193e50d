import type { Job } from '@sweetspot/prisma';
import type { JobView } from '@sweetspot/protocol';

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
  createdAt: job.createdAt.toISOString(),
});
