import type { Comment } from '@sweetspot/prisma';
import type { CommentView } from '@sweetspot/protocol/views';
import { isAuthor } from '../access/load.ts';
import { type Action, allows, type Grant, permissionsOf } from '../access/policy.ts';
import type { Reader } from '../access/reader.ts';
import { guestSelect, userSelect, writerView } from '../people/person-view.ts';

/** What a comment is shown with. */
export const commentInclude = {
  authorUser: { select: userSelect },
  authorGuest: { select: guestSelect },
} as const;

export type CommentRow = Comment & {
  authorUser: Parameters<typeof writerView>[0];
  authorGuest: Parameters<typeof writerView>[1];
};

const shown: readonly Action[] = [
  'comment.add',
  'comment.add-team',
  'comment.update',
  'comment.remove',
  'comment.address',
  'comment.resolve',
];

/** A comment with its replies. `grants`: what the reader holds on its version. */
export function commentView(
  comment: CommentRow,
  replies: readonly CommentRow[],
  reader: Reader,
  grants: readonly Grant[],
): CommentView {
  const held: Grant[] = isAuthor(reader, comment) ? [...grants, 'author'] : [...grants];
  return {
    id: comment.id,
    songId: comment.songId,
    versionId: comment.versionId,
    parentId: comment.parentId,
    author: writerView(comment.authorUser, comment.authorGuest),
    body: comment.body,
    startSample: comment.startSample === null ? null : Number(comment.startSample),
    endSample: comment.endSample === null ? null : Number(comment.endSample),
    status: comment.status,
    // A guest may not know of that version.
    addressedInId: allows(reader.memberGrants, 'version.listen') ? comment.addressedInId : null,
    visibility: comment.visibility,
    createdAt: comment.createdAt,
    editedAt: comment.editedAt,
    permissions: permissionsOf(held).filter((action) => shown.includes(action)),
    replies: replies.map((reply) => commentView(reply, [], reader, grants)),
  };
}
