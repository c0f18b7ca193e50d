import { makeMember, makeProject, makeSong, makeUser } from '@sweetspot/prisma/seed';
import type { Services } from '../services.ts';

/** An artist with a project of one song, and an engineer in it. */
export async function makeBand(db: Services['db']) {
  const artist = await makeUser(db);
  const engineer = await makeUser(db);
  const project = await makeProject(db, { ownerId: artist.id });
  await makeMember(db, { projectId: project.id, userId: engineer.id, role: 'engineer' });
  const song = await makeSong(db, { projectId: project.id });
  return { artist, engineer, project, song };
}
