import { AppError, commentStatusSchema, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadCommentFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import { refusal } from '../access/refusal.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';
import { statusAction } from './comment-rules.ts';

export const setCommentStatusInput = z.object({ commentId: idSchema, status: commentStatusSchema });

/** Moves the first note of a thread along its life (comment-rules.ts). Setting what it is does nothing. */
export async function setCommentStatus(
  ctx: Context,
  { commentId, status }: z.infer<typeof setCommentStatusInput>,
): Promise<void> {
  const { access } = await loadCommentFor(ctx, commentId, 'version.listen');
  const { projectId } = access;
  await changeProject(ctx, projectId, async (tx) => {
    const { record: comment, access: now } = await loadCommentFor(tx, commentId, 'version.listen');
    if (comment.parentId !== null) throw new AppError('bad_input', 'A reply has no status; its thread has.');
    const action = comment.status === status ? 'comment.resolve' : statusAction(comment.status, status);
    if (action === null) {
      throw new AppError('conflict', `A comment that is ${comment.status} cannot become ${status}.`);
    }
    if (!allows(now.grants, action)) throw refusal(action);
    if (comment.status === status) return;
    await tx.db.comment.update({ where: { id: commentId }, data: { status } });
    await appendEvent(tx.db, {
      projectId,
      type: 'comment.updated',
      payload: { songId: comment.songId, versionId: comment.versionId, commentId },
      actor: eventActor(now.author),
      visibility: comment.visibility,
    });
  });
}
