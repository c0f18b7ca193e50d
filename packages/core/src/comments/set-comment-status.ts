import { AppError, commentStatusSchema, idSchema, notFound, versionLabel } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadCommentFor, loadVersionFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import { refusal } from '../access/refusal.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { notify } from '../notifications/notify.ts';
import { changeProject, type TransactionContext } from '../transaction.ts';
import { statusAction } from './comment-rules.ts';

export const setCommentStatusInput = z.object({
  commentId: idSchema,
  status: commentStatusSchema,
  /** With `addressed`: the later version in which it is done, where that is known. */
  addressedInId: idSchema.optional(),
});

/**
 * Moves the first note of a thread along its life (comment-rules.ts), and tells who wrote it that it was addressed. Setting
 * what it is does nothing.
 */
export async function setCommentStatus(
  ctx: Context,
  { commentId, status, addressedInId }: z.infer<typeof setCommentStatusInput>,
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
    const doneIn = status === 'addressed' ? await doneInVersion(tx, comment, addressedInId) : null;
    const { version } = await tx.db.comment.update({
      where: { id: commentId },
      // Who verifies it agrees that it was done there.
      data: { status, ...(status === 'verified' ? {} : { addressedInId: doneIn?.id ?? null }) },
      select: { version: { select: { kind: true, number: true, song: { select: { title: true } } } } },
    });
    // Whoever wrote it is the one to listen again and verify.
    if (status === 'addressed' && comment.authorUserId !== null)
      await notify(tx.db, {
        projectId,
        songId: comment.songId,
        type: 'comment.addressed',
        text: `${now.author.name} marked your comment on ${versionLabel(version)} of ${version.song.title} as addressed${doneIn ? ` in ${versionLabel(doneIn)}` : ''}.`,
        target: { versionId: doneIn?.id ?? comment.versionId, commentId },
        to: [comment.authorUserId],
        exceptUserId: now.author.userId,
      });
    await appendEvent(tx.db, {
      projectId,
      type: 'comment.updated',
      payload: { songId: comment.songId, versionId: comment.versionId, commentId },
      actor: eventActor(now.author),
      visibility: comment.visibility,
    });
  });
}

/** The version that is named, which must be another one of the same song that the person may hear; null for none. */
async function doneInVersion(
  tx: TransactionContext,
  comment: { songId: string; versionId: string },
  addressedInId: string | undefined,
) {
  if (addressedInId === undefined || addressedInId === comment.versionId) return null;
  const { record: version } = await loadVersionFor(tx, addressedInId, 'version.listen');
  if (version.songId !== comment.songId) throw notFound('This version');
  return version;
}
