import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadCommentFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';
import { commentBodySchema } from './add-comment.ts';

export const updateCommentInput = z.object({ commentId: idSchema, body: commentBodySchema });

/** Changes the words of one's own comment. */
export async function updateComment(
  ctx: Context,
  { commentId, body }: z.infer<typeof updateCommentInput>,
): Promise<void> {
  const { record: comment, access } = await loadCommentFor(ctx, commentId, 'comment.update');
  if (comment.body === body) return;
  const { projectId } = access;
  await changeProject(ctx, projectId, async ({ db, clock }) => {
    const { count } = await db.comment.updateMany({
      where: { id: commentId, deletedAt: null },
      data: { body, editedAt: clock.now() },
    });
    if (count === 0) return; // Removed meanwhile.
    await appendEvent(db, {
      projectId,
      type: 'comment.updated',
      payload: { songId: comment.songId, versionId: comment.versionId, commentId },
      actor: eventActor(access.author),
      visibility: comment.visibility,
    });
  });
}
