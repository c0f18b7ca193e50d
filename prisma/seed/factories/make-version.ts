import type { AudioFile, Prisma, Version } from '../../client/client.ts';
import type { Db } from './db.ts';
import { makeAudioFile } from './make-audio-file.ts';

/** A version with a file of its own: a mix unless said otherwise, with the next number of its kind. */
export async function makeVersion(
  db: Db,
  {
    file,
    ...data
  }: Partial<Prisma.VersionUncheckedCreateInput> & {
    songId: string;
    file?: Partial<Prisma.AudioFileUncheckedCreateInput>;
  },
): Promise<Version & { file: AudioFile }> {
  const { projectId } = await db.song.findUniqueOrThrow({ where: { id: data.songId } });
  const kind = data.kind ?? 'mix';
  const number = data.number ?? (await db.version.count({ where: { songId: data.songId, kind } })) + 1;
  const fileId = data.fileId ?? (await makeAudioFile(db, { projectId, ...file })).id;
  return db.version.create({ data: { ...data, kind, number, fileId }, include: { file: true } });
}
