import type { Visibility } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

export type NotificationType =
  | 'member.joined'
  | 'comment.added'
  | 'comment.replied'
  | 'version.ready'
  | 'approval.given'
  | 'approval.withdrawn'
  | 'stage.changed'
  | 'request.added'
  | 'request.updated'
  | 'delivery.ready';

export type NewNotification = {
  projectId: string;
  songId: string | null;
  type: NotificationType;
  /** One sentence, without anything that only some of the readers may see. */
  text: string;
  /** Where it leads within the song. */
  target?: { versionId?: string; commentId?: string; requestId?: string };
  /** Members by id, or all of them, or the artists and engineers. */
  to: readonly string[] | Visibility;
  /** Who did it knows already. */
  exceptUserId: string | null;
};

/** Tells members of a project what happened, in the caller's transaction. Guests are not told. */
export async function notify(db: Db, notification: NewNotification): Promise<void> {
  const { to, exceptUserId, text, target = {}, ...row } = notification;
  const members = await db.member.findMany({
    where: {
      projectId: row.projectId,
      ...(to === 'everyone'
        ? {}
        : to === 'team'
          ? { role: { in: ['artist', 'engineer'] } }
          : { userId: { in: [...to] } }),
    },
    select: { userId: true },
  });
  const recipients = members.filter(({ userId }) => userId !== exceptUserId);
  await db.notification.createMany({
    data: recipients.map(({ userId }) => ({ ...row, userId, payload: { text, ...target } })),
  });
}
