import type { ProjectSummary } from '@sweetspot/protocol/views';
import { coveringPasses, listReaders } from '../access/reader.ts';
import type { Context } from '../context.ts';
import { projectInclude, projectSummary } from './project-summary.ts';

/** Every project that the actor is a member of or was shared something of, newest first. */
export async function listProjects(ctx: Context): Promise<ProjectSummary[]> {
  const readers = await listReaders(ctx);
  const ids = readers.map(({ projectId }) => projectId);
  const projects = await ctx.db.project.findMany({
    where: { id: { in: ids }, deletedAt: null },
    include: projectInclude,
    orderBy: { createdAt: 'desc' },
  });
  const songs = await ctx.db.song.findMany({
    where: { projectId: { in: ids }, deletedAt: null },
    select: { id: true, projectId: true },
  });
  return projects.map((project) => {
    const reader = readers.find(({ projectId }) => projectId === project.id)!;
    const visible = songs.filter(
      ({ id, projectId }) =>
        projectId === project.id && (reader.role !== null || coveringPasses(reader, { songId: id }).length > 0),
    );
    return projectSummary(project, reader, visible.length);
  });
}
