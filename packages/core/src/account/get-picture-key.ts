import { idSchema, notFound } from '@sweetspot/protocol';
import { listReaders } from '../access/reader.ts';
import type { Context } from '../context.ts';

/** Storage key of a person's picture, for themselves and for who has a project with them. Throws `not_found`. */
export async function getPictureKey(ctx: Context, userId: string): Promise<string> {
  const { db, actor } = ctx;
  const user = idSchema.safeParse(userId).success
    ? await db.user.findFirst({
        where: { id: userId, deletedAt: null },
        select: { pictureKey: true, memberships: { select: { projectId: true } } },
      })
    : null;
  if (user?.pictureKey == null) throw notFound('This picture');
  if (actor.kind === 'user' && actor.userId === userId) return user.pictureKey;
  const shared = new Set(user.memberships.map(({ projectId }) => projectId));
  const readers = await listReaders(ctx);
  if (!readers.some(({ projectId }) => shared.has(projectId))) throw notFound('This picture');
  return user.pictureKey;
}
