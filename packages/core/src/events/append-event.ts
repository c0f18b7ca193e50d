import { type EventPayload, type EventType, eventPayloads, type Visibility } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

/** PostgreSQL channel on which web processes hear that a project has a new event; the payload is the project's id. */
export const eventChannel = 'project_event';

/**
 * Writes an event with the project's next number, in the caller's transaction. The row lock on the project keeps the
 * numbers without gaps and in commit order; the notification is delivered by PostgreSQL when the transaction commits.
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
  const { lastSeq } = await db.project.update({
    where: { id: event.projectId },
    data: { lastSeq: { increment: 1 } },
    select: { lastSeq: true },
  });
  await db.projectEvent.create({
    data: {
      projectId: event.projectId,
      seq: lastSeq,
      type: event.type,
      payload,
      songId: payload.songId ?? null,
      visibility: event.visibility ?? 'everyone',
      actor: event.actor,
    },
  });
  await db.$executeRaw`SELECT pg_notify(${eventChannel}, ${event.projectId})`;
  return Number(lastSeq);
}
