import type { Prisma, Song } from '../../client/client.ts';
import { type Db, nextNumber } from './db.ts';

/** A song at the end of its project. */
export async function makeSong(
  db: Db,
  data: Partial<Prisma.SongUncheckedCreateInput> & { projectId: string },
): Promise<Song> {
  const position = data.position ?? (await db.song.count({ where: { projectId: data.projectId } }));
  return db.song.create({ data: { title: `Song ${nextNumber()}`, ...data, position } });
}
