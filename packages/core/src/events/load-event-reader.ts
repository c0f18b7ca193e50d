import { AppError, notFound } from '@sweetspot/protocol';
import { listLatestVersionIds } from '../access/latest-versions.ts';
import { type AccessContext, findReader } from '../access/reader.ts';
import type { EventReader } from './may-know.ts';

/**
 * What the actor may hear of a project; to be loaded again after `version.*` events when `reader.passes` is not empty, and
 * after access changed. Throws `not_found` for strangers and removed projects.
 */
export async function loadEventReader(ctx: AccessContext, projectId: string): Promise<EventReader> {
  if (ctx.actor.kind === 'anonymous') throw new AppError('not_signed_in', 'Sign in first.');
  const project = await ctx.db.project.count({ where: { id: projectId, deletedAt: null } });
  const reader = project === 0 ? null : await findReader(ctx, projectId);
  if (reader === null) throw notFound('This project');
  if (reader.passes.length === 0) return { reader, readyVersionIds: new Set(), latestVersionIds: new Set() };
  const versions = await ctx.db.version.findMany({
    where: { removedAt: null, song: { projectId, deletedAt: null }, file: { state: 'ready' } },
    select: { id: true, songId: true },
  });
  const songIds = [...new Set(versions.map(({ songId }) => songId))];
  return {
    reader,
    readyVersionIds: new Set(versions.map(({ id }) => id)),
    latestVersionIds: await listLatestVersionIds(ctx.db, songIds),
  };
}
