import type { Project } from '@sweetspot/prisma';
import type { ProjectSummary } from '@sweetspot/protocol/views';
import type { Reader } from '../access/reader.ts';
import { userSelect, userView } from '../people/person-view.ts';

/** What a project is listed with. */
export const projectInclude = {
  members: { orderBy: { createdAt: 'asc' }, include: { user: { select: { ...userSelect, email: true } } } },
} as const;

type ProjectRow = Project & { members: { user: Parameters<typeof userView>[0] }[] };

/** Guests do not learn who the members are. */
export const projectSummary = (project: ProjectRow, reader: Reader, songCount: number): ProjectSummary => ({
  id: project.id,
  title: project.title,
  artistName: project.artistName,
  role: reader.role ?? 'guest',
  songCount,
  people: reader.role === null ? [] : project.members.map(({ user }) => userView(user)),
  lastSeq: Number(project.lastSeq),
  createdAt: project.createdAt,
});
