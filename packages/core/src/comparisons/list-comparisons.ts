import { comparisonResultSchema, idSchema } from '@sweetspot/protocol';
import type { ComparisonView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { findAudibleVersions } from '../access/audible-versions.ts';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';

export const listComparisonsInput = z.object({ songId: idSchema });

/** What became of the versions of a song, one after another: of those pairs both of which the reader may hear. */
export async function listComparisons(
  ctx: Context,
  { songId }: z.infer<typeof listComparisonsInput>,
): Promise<ComparisonView[]> {
  const { access } = await loadSongFor(ctx, songId, 'song.view');
  const audible = [...(await findAudibleVersions(ctx, access.reader, songId)).keys()];
  const comparisons = await ctx.db.comparison.findMany({
    where: { songId, versionId: { in: audible }, againstId: { in: audible } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const jobs = await ctx.db.job.findMany({
    where: { id: { in: comparisons.filter(({ result }) => result === null).map(({ jobId }) => jobId) } },
    select: { id: true, state: true, failureMessage: true },
  });
  const jobOf = new Map(jobs.map((job) => [job.id, job]));
  return comparisons.map(({ versionId, againstId, jobId, result }) => {
    const pair = { versionId, againstId };
    if (result !== null) return { ...pair, state: 'ready', result: comparisonResultSchema.parse(result) };
    const job = jobOf.get(jobId);
    if (job?.state === 'queued' || job?.state === 'running') return { ...pair, state: 'pending' };
    return { ...pair, state: 'failed', reason: job?.failureMessage ?? 'It was cancelled.' };
  });
}
