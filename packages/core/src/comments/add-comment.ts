import { AppError, idSchema, notFound, sampleSchema, versionLabel, visibilitySchema } from '@sweetspot/protocol';
import type { CommentView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { type Author, eventActor } from '../access/author.ts';
import { loadCommentFor, loadVersionFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import { refusal } from '../access/refusal.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { textSchema } from '../input/text.ts';
import { notify } from '../notifications/notify.ts';
import { changeProject } from '../transaction.ts';
import { commentView } from './comment-view.ts';
import { readThread } from './read-thread.ts';

export const commentBodySchema = textSchema('A comment', 10_000);

export const addCommentInput = z.object({
  /** Made by the client, so that sending twice makes one comment. */
  id: idSchema,
  versionId: idSchema,
  parentId: idSchema.optional(),
  body: commentBodySchema,
  /** At the version's sample rate; both left out for a note about the whole version, `endSample` for a point. */
  startSample: sampleSchema.optional(),
  endSample: sampleSchema.optional(),
  visibility: visibilitySchema,
});
type AddComment = z.infer<typeof addCommentInput>;

/**
 * Writes a note on a version, or a reply. A reply has no place of its own, goes to the first note of its thread, and is
 * for the team when that one is. Sending again with the same id answers the same comment.
 */
export async function addComment(ctx: Context, input: AddComment): Promise<CommentView> {
  const { id, versionId, parentId, body } = input;
  const { record: version, access } = await loadVersionFor(ctx, versionId, 'comment.add');
  const { projectId, author, grants, reader } = access;
  const root = parentId === undefined ? null : await findRoot(ctx, parentId, versionId);
  const visibility = root?.visibility === 'team' ? 'team' : input.visibility;
  if (visibility === 'team' && !allows(grants, 'comment.add-team')) throw refusal('comment.add-team');
  const place = root === null ? placeOf(input, version.file.frames) : { startSample: null, endSample: null };

  const isNew = await changeProject(ctx, projectId, async ({ db, clock }) => {
    if (root !== null && (await db.comment.count({ where: { id: root.id, deletedAt: null } })) === 0)
      throw notFound('This comment');
    const { count } = await db.comment.createMany({
      data: {
        id,
        songId: version.songId,
        versionId,
        parentId: root?.id ?? null,
        authorUserId: author.userId,
        authorGuestId: author.guestId,
        body,
        ...place,
        visibility,
        createdAt: clock.now(),
      },
      skipDuplicates: true,
    });
    if (count === 0) return false;
    const label = `${versionLabel(version)} of ${version.song.title}`;
    await notify(db, {
      projectId,
      songId: version.songId,
      type: root === null ? 'comment.added' : 'comment.replied',
      text: root === null ? `${author.name} commented on ${label}.` : `${author.name} replied on ${label}.`,
      target: { versionId, commentId: root?.id ?? id },
      to: visibility,
      exceptUserId: author.userId,
    });
    await appendEvent(db, {
      projectId,
      type: 'comment.added',
      payload: { songId: version.songId, versionId, commentId: id },
      actor: eventActor(author),
      visibility,
    });
    return true;
  });

  const thread = await readThread(ctx.db, id);
  if (thread === null) throw isNew ? notFound('This comment') : idTaken();
  const { comment, replies } = thread;
  if (!isNew && (comment.versionId !== versionId || !isBy(author, comment))) throw idTaken();
  const withTeam = allows(grants, 'comment.view-team');
  return commentView(
    comment,
    replies.filter((reply) => withTeam || reply.visibility === 'everyone'),
    reader,
    grants,
  );
}

const idTaken = (): AppError => new AppError('conflict', 'This id belongs to something else. Reload the page.');

const isBy = (author: Author, comment: { authorUserId: string | null; authorGuestId: string | null }): boolean =>
  author.userId === comment.authorUserId && author.guestId === comment.authorGuestId;

/** The first note of the thread that is replied to; of the same version, and one that the reader may see. */
async function findRoot(ctx: Context, parentId: string, versionId: string) {
  const { record: parent } = await loadCommentFor(ctx, parentId, 'comment.add');
  if (parent.versionId !== versionId) throw notFound('This comment');
  if (parent.parentId === null) return parent;
  return (await loadCommentFor(ctx, parent.parentId, 'comment.add')).record;
}

/** Checks a place against the length of the file, in frames. */
function placeOf(
  { startSample, endSample }: AddComment,
  frames: bigint | null,
): { startSample: bigint | null; endSample: bigint | null } {
  if (startSample === undefined) {
    if (endSample !== undefined) throw new AppError('bad_input', 'A range needs a start.');
    return { startSample: null, endSample: null };
  }
  if (frames === null) throw new AppError('conflict', 'This version cannot be heard yet; wait until it was read.');
  if (startSample >= frames) throw new AppError('bad_input', 'This place is after the end of the version.');
  if (endSample === undefined) return { startSample: BigInt(startSample), endSample: null };
  if (endSample <= startSample) throw new AppError('bad_input', 'A range ends after it begins.');
  if (endSample > frames) throw new AppError('bad_input', 'This range ends after the end of the version.');
  return { startSample: BigInt(startSample), endSample: BigInt(endSample) };
}
