import { addComment, addCommentInput } from '@sweetspot/core/comments/add-comment';
import { listComments, listCommentsInput } from '@sweetspot/core/comments/list-comments';
import { removeComment, removeCommentInput } from '@sweetspot/core/comments/remove-comment';
import { setCommentStatus, setCommentStatusInput } from '@sweetspot/core/comments/set-comment-status';
import { updateComment, updateCommentInput } from '@sweetspot/core/comments/update-comment';
import { procedure, router } from '../trpc.ts';

export const commentsRouter = router({
  list: procedure.input(listCommentsInput).query(({ ctx, input }) => listComments(ctx.core, input)),
  add: procedure.input(addCommentInput).mutation(({ ctx, input }) => addComment(ctx.core, input)),
  update: procedure.input(updateCommentInput).mutation(({ ctx, input }) => updateComment(ctx.core, input)),
  remove: procedure.input(removeCommentInput).mutation(({ ctx, input }) => removeComment(ctx.core, input)),
  setStatus: procedure.input(setCommentStatusInput).mutation(({ ctx, input }) => setCommentStatus(ctx.core, input)),
});
