import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadCommentFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const removeCommentInput = z.object({ commentId: idSchema });

/**
 * Removes a comment. With the first of a thread goes the whole thread, so its author may only do that while nobody else
 * has replied; whoever moderates may always.
 */
export async function removeComment(ctx: Context, { commentId }: z.infer<typeof removeCommentInput>): Promise<void> {
  const { record: comment, access } = await loadCommentFor(ctx, commentId, 'comment.remove');
  const { projectId, grants } = access;
  const moderates = allows(
    grants.filter((grant) => grant !== 'author'),
    'comment.remove',
  );
  await changeProject(ctx, projectId, async ({ db, clock }) => {
    if (!moderates) {
      const own = { authorUserId: comment.authorUserId, authorGuestId: comment.authorGuestId };
      const answers = await db.comment.count({ where: { parentId: commentId, deletedAt: null, NOT: own } });
      if (answers > 0) throw new AppError('conflict', 'Somebody has replied to this comment. Edit it instead.');
    }
    const { count } = await db.comment.updateMany({
      where: { id: commentId, deletedAt: null },
      data: { deletedAt: clock.now() },
    });
    if (count === 0) return; // Removed by somebody else meanwhile.
    await appendEvent(db, {
      projectId,
      type: 'comment.removed',
      payload: { songId: comment.songId, versionId: comment.versionId, commentId },
      actor: eventActor(access.author),
      visibility: comment.visibility,
    });
  });
}
