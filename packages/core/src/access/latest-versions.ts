import type { Db } from '../context.ts';

/** The newest ready version of each kind of each song: what a link that follows the latest shows. */
export async function listLatestVersionIds(db: Db, songIds: readonly string[]): Promise<Set<string>> {
  if (songIds.length === 0) return new Set();
  const rows = await db.version.findMany({
    where: { songId: { in: [...songIds] }, removedAt: null, file: { state: 'ready' } },
    distinct: ['songId', 'kind'],
    orderBy: [{ songId: 'asc' }, { kind: 'asc' }, { number: 'desc' }],
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
