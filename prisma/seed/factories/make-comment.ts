import { randomUUID } from 'node:crypto';
import type { Comment, Prisma } from '../../client/client.ts';
import type { Db } from './db.ts';

/** A comment of a member (`authorUserId`) or a guest (`authorGuestId`), about the whole version unless given a place. */
export async function makeComment(
  db: Db,
  data: Partial<Prisma.CommentUncheckedCreateInput> & { versionId: string },
): Promise<Comment> {
  const { songId } = await db.version.findUniqueOrThrow({ where: { id: data.versionId } });
  return db.comment.create({ data: { id: randomUUID(), body: 'More vocals, please.', ...data, songId } });
}
