import { AppError } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

/** Of all guests of one link together, in fifteen minutes: forty a minute are a lively evening. */
const writesAtMost = 600;

/**
 * Throws `too_many` when what guests of the same link did is as much as people can do: a link goes further than it was
 * meant to, and everybody in the project has to read what comes through it. Revoking the link ends it.
 */
export async function refuseGuestFlood(db: Db, projectId: string, guestId: string): Promise<void> {
  const [recent] = await db.$queryRaw<{ writes: number }[]>`
    SELECT count(*)::int AS "writes" FROM "ProjectEvent"
    WHERE "projectId" = ${projectId}::uuid AND "createdAt" > (now() AT TIME ZONE 'UTC') - interval '15 minutes'
      AND "actor" ->> 'kind' = 'guest' AND "actor" ->> 'id' IN (
        SELECT "id"::text FROM "Guest"
        WHERE "shareLinkId" = (SELECT "shareLinkId" FROM "Guest" WHERE "id" = ${guestId}::uuid))`;
  if (recent !== undefined && recent.writes >= writesAtMost) {
    throw new AppError('too_many', 'Too much was written through this link just now. Try again in fifteen minutes.');
  }
}
