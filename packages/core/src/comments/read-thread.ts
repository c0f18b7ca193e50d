import type { CommentView } from '@sweetspot/protocol/views';
import { allows } from '../access/policy.ts';
import type { Db } from '../context.ts';
import { type EventReader, grantsOnVersion } from '../events/may-know.ts';
import { type CommentRow, commentInclude, commentView } from './comment-view.ts';

/** A comment and all its replies, before anybody's rights are asked. */
export type Thread = { comment: CommentRow; replies: readonly CommentRow[] };

/**
 * One comment as it is now, for processes that hand it on and check every reader themselves (`threadFor`); null when it is
 * gone, itself or with what holds it.
 */
export async function readThread(db: Db, commentId: string): Promise<Thread | null> {
  const found = await db.comment.findFirst({
    where: {
      id: commentId,
      deletedAt: null,
      OR: [{ parentId: null }, { parent: { deletedAt: null } }],
      version: { removedAt: null, song: { deletedAt: null, project: { deletedAt: null } } },
    },
    include: {
      ...commentInclude,
      replies: {
        where: { deletedAt: null },
        include: commentInclude,
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      },
    },
  });
  if (found === null) return null;
  const { replies, ...comment } = found;
  return { comment, replies };
}

/** The comment as a reader may see it, with the replies that they may see; null when they may not see it. Pure. */
export function threadFor(eventReader: EventReader, { comment, replies }: Thread): CommentView | null {
  const { reader } = eventReader;
  const grants = grantsOnVersion(eventReader, comment);
  if (!allows(grants, 'version.listen')) return null;
  const withTeam = allows(reader.memberGrants, 'comment.view-team');
  if (comment.visibility === 'team' && !withTeam) return null;
  const visible = replies.filter(({ visibility }) => visibility !== 'team' || withTeam);
  return commentView(comment, visible, reader, grants);
}
