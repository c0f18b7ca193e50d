import { randomUUID } from 'node:crypto';
import type { Job, Prisma } from '../../client/client.ts';
import type { Db } from './db.ts';

/** A job row that no queue knows of. */
export async function makeJob(
  db: Db,
  data: Partial<Prisma.JobUncheckedCreateInput> & { songId: string },
): Promise<Job> {
  const { projectId } = await db.song.findUniqueOrThrow({ where: { id: data.songId } });
  return db.job.create({
    data: { kind: 'ingest', label: 'Kick.wav', subjectId: randomUUID(), ...data, projectId },
  });
}
