import { runAudioTask } from '@sweetspot/audio';
import { getComparisonOrder } from '@sweetspot/core/comparisons/get-comparison-order';
import { publishComparison } from '@sweetspot/core/comparisons/publish-comparison';
import type { JobHandler } from '@sweetspot/core/queue/run-jobs';
import { takeCopies } from './take-copies.ts';

/** Finds out what became of a version in the next one. */
export const compare: JobHandler = async (ctx, run) => {
  const { comparisonId, against, version } = await getComparisonOrder(ctx.db, run.job.subjectId);
  const copies = await takeCopies(ctx.storage, [against, version]);
  try {
    const side = ({ id, label }: typeof version) => ({ path: copies.get(id)!.path, label });
    const result = await runAudioTask('compare', { against: side(against), version: side(version) }, run);
    await run.publish((tx) => publishComparison(tx, comparisonId, result));
  } finally {
    await Promise.all([...copies.values()].map((copy) => copy.release()));
  }
};
