import { idSchema, versionLabel } from '@sweetspot/protocol';
import type { ActivityView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadProjectFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import type { Context, Db } from '../context.ts';
import { eventView } from '../events/event-view.ts';
import { activityText, activityTypes, type Names } from './activity-text.ts';

export const listActivityInput = z.object({
  projectId: idSchema,
  /** For the next page: the smallest number of the one before. */
  beforeSeq: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});

const pageSize = 50;

/** What happened in a project, newest first, in sentences, as far as the member may know. */
export async function listActivity(
  ctx: Context,
  { projectId, beforeSeq }: z.infer<typeof listActivityInput>,
): Promise<ActivityView[]> {
  const { access } = await loadProjectFor(ctx, projectId, 'project.activity');
  const rows = await ctx.db.projectEvent.findMany({
    where: {
      projectId,
      type: { in: activityTypes },
      ...(beforeSeq === undefined ? {} : { seq: { lt: beforeSeq } }),
      ...(allows(access.grants, 'comment.view-team') ? {} : { visibility: 'everyone' }),
    },
    orderBy: { seq: 'desc' },
    take: pageSize,
  });
  const events = rows.map(eventView);
  const names = await namesOf(
    ctx.db,
    events.map(({ payload }) => payload as Record<string, string>),
  );
  return events.flatMap((event) => {
    const text = activityText(event, names);
    if (text === null) return [];
    const { seq, type, songId, actor } = event;
    return [{ seq, type, text, by: actor.name, songId, createdAt: new Date(event.createdAt) }];
  });
}

async function namesOf(db: Db, payloads: Record<string, string>[]): Promise<Names> {
  const ids = (key: string) => [...new Set(payloads.map((payload) => payload[key]))].filter((id) => id !== undefined);
  const [songs, versions, users, approvals] = await Promise.all([
    db.song.findMany({ where: { id: { in: ids('songId') }, deletedAt: null }, select: { id: true, title: true } }),
    db.version.findMany({
      where: { id: { in: ids('versionId') }, removedAt: null },
      select: { id: true, kind: true, number: true, name: true, song: { select: { title: true } } },
    }),
    db.user.findMany({ where: { id: { in: ids('userId') } }, select: { id: true, name: true } }),
    db.approval.findMany({ where: { id: { in: ids('approvalId') } }, select: { id: true, decision: true } }),
  ]);
  const songNames = new Map(songs.map(({ id, title }) => [id, title]));
  const versionNames = new Map(
    versions.map((version) => [version.id, `${versionLabel(version)} of ${version.song.title}`]),
  );
  const userNames = new Map(users.map(({ id, name }) => [id, name]));
  const decisions = new Map(approvals.map(({ id, decision }) => [id, decision]));
  return {
    song: (id) => songNames.get(id) ?? 'a song',
    version: (id) => versionNames.get(id) ?? 'a version',
    person: (id) => userNames.get(id) ?? 'somebody',
    decision: (id) => (decisions.get(id) === 'rejected' ? 'turned down' : 'approved'),
  };
}
