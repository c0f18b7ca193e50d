import { type AccessEnded, accessEndedChannel, accessEndedSchema } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

/**
 * Tells every web process, when the caller's transaction commits, to cut the sockets and streams of somebody whose access
 * ended or shrank. Durable state is changed by the caller; this only makes it felt at once.
 */
export async function endAccess(db: Db, ended: AccessEnded): Promise<void> {
  const payload = JSON.stringify(accessEndedSchema.parse(ended));
  await db.$executeRaw`SELECT pg_notify(${accessEndedChannel}, ${payload})`;
}
