import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadInvitationFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { endInvitations } from './end-invitations.ts';

export const revokeInvitationInput = z.object({ invitationId: idSchema });

/** Takes an open invitation back; its link then leads nowhere. */
export async function revokeInvitation(
  ctx: Context,
  { invitationId }: z.infer<typeof revokeInvitationInput>,
): Promise<void> {
  const { record: invitation, access } = await loadInvitationFor(ctx, invitationId, 'member.invite');
  const { projectId } = invitation;
  await changeProject(ctx, projectId, (tx) =>
    endInvitations(tx, { projectId, author: access.author, which: { id: invitationId } }),
  );
}
