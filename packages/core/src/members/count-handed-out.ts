import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadMemberFor } from '../access/load.ts';
import type { Context } from '../context.ts';

export const countHandedOutInput = z.object({ memberId: idSchema });

/** How many share links and invitations of a member still let somebody in: what may be revoked when they are removed. */
export async function countHandedOut(
  ctx: Context,
  { memberId }: z.infer<typeof countHandedOutInput>,
): Promise<{ shareLinks: number; invitations: number }> {
  const { record: member } = await loadMemberFor(ctx, memberId, 'member.remove');
  const { projectId, userId } = member;
  const now = ctx.clock.now();
  const [shareLinks, invitations] = await Promise.all([
    ctx.db.shareLink.count({
      where: { projectId, createdById: userId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    }),
    ctx.db.invitation.count({
      where: { projectId, invitedById: userId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    }),
  ]);
  return { shareLinks, invitations };
}
