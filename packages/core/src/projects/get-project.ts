import { idSchema } from '@sweetspot/protocol';
import type { ProjectView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadProjectFor } from '../access/load.ts';
import { allows, permissionsOf } from '../access/policy.ts';
import type { Context } from '../context.ts';
import { invitationView, memberView } from '../members/member-view.ts';
import { listSongsOf } from '../songs/list-songs.ts';
import { projectInclude, projectSummary } from './project-summary.ts';

export const getProjectInput = z.object({ projectId: idSchema });

/** The project page, as far as the reader may see it: guests get the songs that were shared, and no members. */
export async function getProject(ctx: Context, { projectId }: z.infer<typeof getProjectInput>): Promise<ProjectView> {
  const { record, access } = await loadProjectFor(ctx, projectId, 'project.view');
  const { grants, reader } = access;
  const mayInvite = allows(grants, 'member.invite');
  const [project, songs, invitations] = await Promise.all([
    ctx.db.project.findUniqueOrThrow({ where: { id: projectId }, include: projectInclude }),
    listSongsOf(ctx.db, [reader]),
    mayInvite
      ? ctx.db.invitation.findMany({
          where: { projectId, acceptedAt: null, revokedAt: null, expiresAt: { gt: ctx.clock.now() } },
          orderBy: { createdAt: 'asc' },
        })
      : [],
  ]);
  return {
    ...projectSummary(project, reader, songs.length),
    // As it was before the rest was read: what happens in between is sent again rather than missed.
    lastSeq: Number(record.lastSeq),
    permissions: permissionsOf(grants),
    members: allows(grants, 'project.activity')
      ? project.members.map((member) => memberView(member, { ownerId: project.ownerId, withEmail: mayInvite }))
      : [],
    invitations: invitations.map(invitationView),
    songs,
  };
}
