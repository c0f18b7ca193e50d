import type { Db } from '../context.ts';

/** The stems of a song that can be mixed, in their order, with the file each of them is. */
export const listReadyStems = (db: Db, songId: string) =>
  db.stem.findMany({
    where: { songId, removedAt: null, file: { state: 'ready' } },
    include: { file: true },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
