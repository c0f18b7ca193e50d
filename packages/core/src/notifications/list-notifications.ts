import type { NotificationView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';

const payloadSchema = z.object({
  text: z.string(),
  versionId: z.string().optional(),
  commentId: z.string().optional(),
  requestId: z.string().optional(),
  blindTestId: z.string().optional(),
});

/** The newest hundred of the signed-in person, from projects that they are still a member of. */
export async function listNotifications(ctx: Context): Promise<NotificationView[]> {
  const { id: userId } = await requireUser(ctx);
  const rows = await ctx.db.notification.findMany({
    where: { userId, project: { deletedAt: null, members: { some: { userId } } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 100,
  });
  return rows.map(({ id, type, payload, projectId, songId, createdAt, readAt }) => {
    const { text, ...target } = payloadSchema.parse(payload);
    return { id, type, text, projectId, songId, target, createdAt, readAt };
  });
}
