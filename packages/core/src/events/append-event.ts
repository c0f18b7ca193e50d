import { type EventPayload, type EventType, eventPayloads, notFound, type Visibility } from '@sweetspot/protocol';
import type { Db } from '../context.ts';
import { refuseGuestFlood } from './refuse-guest-flood.ts';

/** PostgreSQL channel on which web processes hear that a project has a new event; the payload is the project's id. */
export const eventChannel = 'project_event';

/**
 * Writes an event with the project's next number, in the caller's transaction. The row lock on the project keeps the
 * numbers without gaps and in commit order; the notification is delivered by PostgreSQL when the transaction commits.
 * Throws `too_many` for a guest whose link has been written through too often (`refuseGuestFlood`).
 */
export async function appendEvent<T extends EventType>(
  db: Db,
  event: {
    projectId: string;
    type: T;
    payload: EventPayload<T>;
    actor: { kind: 'user' | 'guest' | 'worker'; id: string | null; name: string };
    visibility?: Visibility;
  },
): Promise<number> {
  const payload = eventPayloads[event.type].parse(event.payload) as Record<string, string>;
  const { projectId, type, actor, visibility = 'everyone' } = event;
  if (actor.kind === 'guest' && actor.id !== null) await refuseGuestFlood(db, projectId, actor.id);
  // One statement: every trip to the database keeps the next one of this project waiting.
  const [written] = await db.$queryRaw<{ seq: bigint }[]>`
    WITH counted AS (
      UPDATE "Project" SET "lastSeq" = "lastSeq" + 1 WHERE "id" = ${projectId}::uuid RETURNING "lastSeq"
    ), written AS (
      INSERT INTO "ProjectEvent" ("projectId", "seq", "type", "payload", "songId", "visibility", "actor", "createdAt")
      SELECT ${projectId}::uuid, "lastSeq", ${type}, ${JSON.stringify(payload)}::jsonb, ${payload.songId ?? null}::uuid,
        ${visibility}::"Visibility", ${JSON.stringify(actor)}::jsonb, now() AT TIME ZONE 'UTC'
      FROM counted RETURNING "seq"
    )
    SELECT "seq", pg_notify(${eventChannel}, ${projectId})::text FROM written`;
  if (written === undefined) throw notFound('This project');
  return Number(written.seq);
}
