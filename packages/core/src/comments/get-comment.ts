import { idSchema, notFound } from '@sweetspot/protocol';
import type { CommentView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadCommentFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import type { Context } from '../context.ts';
import { listReplies } from './add-comment.ts';
import { commentInclude, commentView } from './comment-view.ts';

export const getCommentInput = z.object({ commentId: idSchema });

/** One comment as it is now: the first of a thread with its replies, a reply by itself. */
export async function getComment(ctx: Context, { commentId }: z.infer<typeof getCommentInput>): Promise<CommentView> {
  const { access } = await loadCommentFor(ctx, commentId, 'version.listen');
  const { reader } = access;
  // What somebody may do as the author of this comment they may not do to its replies; `commentView` knows whose is whose.
  const grants = access.grants.filter((grant) => grant !== 'author');
  const [comment, replies] = await Promise.all([
    ctx.db.comment.findUnique({ where: { id: commentId }, include: commentInclude }),
    listReplies(ctx.db, commentId, allows(reader.memberGrants, 'comment.view-team')),
  ]);
  if (comment === null || comment.deletedAt !== null) throw notFound('This comment');
  return commentView(comment, replies, reader, grants);
}
