import { idSchema, type ProjectEventView } from '@sweetspot/protocol';
import { z } from 'zod';
import type { AccessContext } from '../access/reader.ts';
import type { Db } from '../context.ts';
import { eventView } from './event-view.ts';
import { loadEventReader } from './load-event-reader.ts';
import { mayKnow } from './may-know.ts';

export const listEventsSinceInput = z.object({
  projectId: idSchema,
  /** The last number that is known; 0 for all. */
  seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  limit: z.number().int().min(1).max(500).default(500),
});

/**
 * The events after a number that the actor may know of, oldest first. Numbers are missing where they may not; the last
 * answer to a client that asks again and again is empty. Looks through all later events until `limit` are found.
 */
export async function listEventsSince(
  ctx: AccessContext,
  { projectId, seq, limit }: z.infer<typeof listEventsSinceInput>,
): Promise<ProjectEventView[]> {
  const eventReader = await loadEventReader(ctx, projectId);
  const found: ProjectEventView[] = [];
  for (let after = seq; found.length < limit; ) {
    const events = await readEvents(ctx.db, projectId, after);
    found.push(...events.filter((event) => mayKnow(eventReader, event)));
    const last = events.at(-1);
    if (last === undefined || events.length < batchSize) break;
    after = last.seq;
  }
  return found.slice(0, limit);
}

const batchSize = 500;

/** Up to 500 events after a number, for processes that hand them on and check every reader themselves (`mayKnow`). */
export async function readEvents(db: Db, projectId: string, afterSeq: number): Promise<ProjectEventView[]> {
  const events = await db.projectEvent.findMany({
    where: { projectId, seq: { gt: afterSeq } },
    orderBy: { seq: 'asc' },
    take: batchSize,
  });
  return events.map(eventView);
}
