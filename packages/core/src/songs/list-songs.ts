import type { SongSummary } from '@sweetspot/protocol/views';
import { coveringPasses, listReaders, type Reader } from '../access/reader.ts';
import type { Context, Db } from '../context.ts';
import { listSongFacts } from './song-facts.ts';
import { songSummary } from './song-summary.ts';

/** Every song that the actor may see, project by project, in album order. */
export async function listSongs(ctx: Context): Promise<SongSummary[]> {
  return listSongsOf(ctx.db, await listReaders(ctx));
}

/** The songs that these readers may see. */
export async function listSongsOf(db: Db, readers: readonly Reader[]): Promise<SongSummary[]> {
  const readerOf = new Map(readers.map((reader) => [reader.projectId, reader]));
  const rows = await db.song.findMany({
    where: { projectId: { in: [...readerOf.keys()] }, deletedAt: null, project: { deletedAt: null } },
    include: { project: { select: { title: true } } },
    orderBy: [{ project: { createdAt: 'desc' } }, { projectId: 'asc' }, { position: 'asc' }, { id: 'asc' }],
  });
  const songs = rows.filter(({ id, projectId }) => {
    const reader = readerOf.get(projectId)!;
    return reader.memberGrants.length > 0 || coveringPasses(reader, { songId: id }).length > 0;
  });
  const facts = await listSongFacts(db, songs, readers);
  return songs.map((song) => songSummary(song, facts.get(song.id)!));
}
