import { AppError, versionLabel } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

export type ComparisonOrder = {
  comparisonId: string;
  /** The earlier version, and the one that came of it. */
  against: { id: string; sha256: string; label: string };
  version: { id: string; sha256: string; label: string };
};

/** What a comparison reads. Throws `gone` when one of the versions was removed. */
export async function getComparisonOrder(db: Db, comparisonId: string): Promise<ComparisonOrder> {
  const side = { include: { file: true } } as const;
  const comparison = await db.comparison.findUnique({
    where: { id: comparisonId },
    include: { song: true, version: side, against: side },
  });
  if (!comparison || comparison.song.deletedAt !== null) throw new AppError('gone', 'The song was removed.');
  const [against, version] = [comparison.against, comparison.version].map((one) => {
    if (one.removedAt !== null || one.file.freedAt !== null)
      throw new AppError('gone', `${versionLabel(one)} was removed.`);
    return { id: one.id, sha256: one.file.sha256, label: versionLabel(one) };
  });
  return { comparisonId, against: against!, version: version! };
}
