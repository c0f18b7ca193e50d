import type { AudioFile, Version } from '@sweetspot/prisma';
import { AppError, analysisSchema, notFound, versionLabel } from '@sweetspot/protocol';
import { findAudibleVersions } from '../access/audible-versions.ts';
import type { Reader } from '../access/reader.ts';
import type { Db } from '../context.ts';

/**
 * The versions of a blind test in the order asked for: of one song, audible to the reader, and of known loudness, for who
 * compares at different loudness compares loudness. Throws `not_found`, `bad_input` and `conflict`.
 */
export async function findComparable(
  ctx: { db: Db },
  reader: Reader,
  { songId, versionIds }: { songId: string; versionIds: readonly string[] },
): Promise<(Version & { file: AudioFile })[]> {
  if (new Set(versionIds).size < versionIds.length) {
    throw new AppError('bad_input', 'Every version can be in the test once.');
  }
  const audible = await findAudibleVersions(ctx, reader, songId);
  if (!versionIds.every((id) => audible.has(id))) throw notFound('This version');
  const versions = await ctx.db.version.findMany({
    where: { id: { in: [...versionIds] }, songId, removedAt: null },
    include: { file: true },
  });
  return versionIds.map((id) => {
    const version = versions.find((each) => each.id === id);
    if (version === undefined) throw notFound('This version');
    const label = versionLabel(version);
    if (version.file.state !== 'ready') throw new AppError('conflict', `${label} cannot be heard yet.`);
    const analysis = analysisSchema.safeParse(version.file.analysis);
    if (!analysis.success || analysis.data.loudness.integratedLufs === null) {
      throw new AppError('conflict', `The loudness of ${label} is not known, so it cannot be matched to the others.`);
    }
    return version;
  });
}
