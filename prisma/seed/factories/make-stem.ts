import type { AudioFile, Prisma, Stem } from '../../client/client.ts';
import { type Db, nextNumber } from './db.ts';
import { makeAudioFile } from './make-audio-file.ts';

/** A stem with a file of its own, at the end of the song's stems. */
export async function makeStem(
  db: Db,
  {
    file,
    ...data
  }: Partial<Prisma.StemUncheckedCreateInput> & {
    songId: string;
    file?: Partial<Prisma.AudioFileUncheckedCreateInput>;
  },
): Promise<Stem & { file: AudioFile }> {
  const { projectId } = await db.song.findUniqueOrThrow({ where: { id: data.songId } });
  const position = data.position ?? (await db.stem.count({ where: { songId: data.songId } }));
  const fileId = data.fileId ?? (await makeAudioFile(db, { projectId, ...file })).id;
  return db.stem.create({
    data: { name: `Stem ${nextNumber()}`, role: 'other', ...data, position, fileId },
    include: { file: true },
  });
}
