import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';

export const markNotificationsReadInput = z.union([
  z.object({ all: z.literal(true) }),
  z.object({ ids: z.array(idSchema).min(1).max(500) }),
]);

/** Marks one's own notifications as read; the ids of others are passed over. */
export async function markNotificationsRead(
  ctx: Context,
  input: z.infer<typeof markNotificationsReadInput>,
): Promise<void> {
  const { id: userId } = await requireUser(ctx);
  await ctx.db.notification.updateMany({
    where: { userId, readAt: null, ...('ids' in input ? { id: { in: input.ids } } : {}) },
    data: { readAt: ctx.clock.now() },
  });
}
