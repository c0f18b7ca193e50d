import { Prisma } from '@sweetspot/prisma';
import type { Visibility } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

export type NotificationType =
  | 'member.joined'
  | 'comment.added'
  | 'comment.replied'
  | 'comment.addressed'
  | 'version.ready'
  | 'approval.given'
  | 'approval.withdrawn'
  | 'stage.changed'
  | 'request.added'
  | 'request.updated'
  | 'delivery.ready'
  | 'vote.started'
  | 'vote.ended';

export type NewNotification = {
  projectId: string;
  songId: string | null;
  type: NotificationType;
  /** One sentence, without anything that only some of the readers may see. */
  text: string;
  /** Where it leads within the song. */
  target?: { versionId?: string; commentId?: string; requestId?: string; blindTestId?: string };
  /** Members by id, or all of them, or the artists and engineers and the owner, whatever their role. */
  to: readonly string[] | Visibility;
  /** Who did it knows already. */
  exceptUserId: string | null;
};

/** Tells members of a project what happened, in the caller's transaction. Guests are not told. */
export async function notify(db: Db, notification: NewNotification): Promise<void> {
  const { projectId, songId, type, text, target = {}, to, exceptUserId } = notification;
  const chosen =
    to === 'everyone'
      ? Prisma.sql`TRUE`
      : to === 'team'
        ? Prisma.sql`("role" IN ('artist', 'engineer') OR "userId" = (SELECT "ownerId" FROM "Project" WHERE "id" = ${projectId}::uuid))`
        : Prisma.sql`"userId" = ANY(${[...to]}::uuid[])`;
  // One statement: it is part of every change, and whoever waits for that change waits for it.
  await db.$executeRaw`
    INSERT INTO "Notification" ("id", "userId", "projectId", "songId", "type", "payload", "createdAt")
    SELECT gen_random_uuid(), "userId", "projectId", ${songId}::uuid, ${type},
      ${JSON.stringify({ text, ...target })}::jsonb, now() AT TIME ZONE 'UTC'
    FROM "Member"
    WHERE "projectId" = ${projectId}::uuid AND "userId" IS DISTINCT FROM ${exceptUserId}::uuid AND ${chosen}`;
}
