import { idSchema, type JobView } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadProjectFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import { listReaders } from '../access/reader.ts';
import type { Context } from '../context.ts';
import { shownFailure } from '../uploads/shown-failure.ts';
import { jobView } from './job-view.ts';

export const listJobsInput = z.object({ projectId: idSchema.optional() });

const failuresShownForMs = 24 * 3600 * 1000;
const atMost = 200;

/**
 * What the tray shows: jobs that wait or run, and those that failed in the last day, newest first; of files that could not
 * be read those that are still in their song.
 */
export async function listJobs(ctx: Context, { projectId }: z.infer<typeof listJobsInput>): Promise<JobView[]> {
  if (projectId !== undefined) await loadProjectFor(ctx, projectId, 'job.view');
  const readers = await listReaders(ctx, projectId);
  const projectIds = readers
    .filter(({ memberGrants }) => allows(memberGrants, 'job.view'))
    .map((reader) => reader.projectId);
  const jobs = await ctx.db.job.findMany({
    where: {
      projectId: { in: projectIds },
      song: { deletedAt: null },
      OR: [
        { state: { in: ['queued', 'running'] } },
        { state: 'failed', finishedAt: { gt: new Date(ctx.clock.now().getTime() - failuresShownForMs) } },
      ],
    },
    orderBy: { createdAt: 'desc' },
    take: atMost,
  });
  const failedIngests = jobs.filter(({ kind, state }) => kind === 'ingest' && state === 'failed');
  const toTell = await ctx.db.audioFile.findMany({
    where: { id: { in: failedIngests.map(({ subjectId }) => subjectId) }, ...shownFailure },
    select: { id: true },
  });
  const toldOf = new Set(toTell.map(({ id }) => id));
  return jobs.filter((job) => !failedIngests.includes(job) || toldOf.has(job.subjectId)).map(jobView);
}
