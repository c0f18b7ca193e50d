import type { Prisma, Project } from '../../client/client.ts';
import { type Db, nextNumber } from './db.ts';

/** A project; its owner is a member with the role `ownerRole`, artist unless said otherwise. */
export function makeProject(
  db: Db,
  {
    ownerRole = 'artist',
    ...data
  }: Partial<Prisma.ProjectUncheckedCreateInput> & { ownerId: string; ownerRole?: 'artist' | 'engineer' },
): Promise<Project> {
  return db.project.create({
    data: {
      title: `Project ${nextNumber()}`,
      artistName: 'The Examples',
      ...data,
      members: { create: { userId: data.ownerId, role: ownerRole } },
    },
  });
}
