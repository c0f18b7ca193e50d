import { createHash, randomBytes } from 'node:crypto';
import type { Guest, Prisma } from '../../client/client.ts';
import { type Db, nextNumber } from './db.ts';

/** Somebody who came through a link; `sessionToken` is what their cookie holds. */
export async function makeGuest(
  db: Db,
  {
    sessionToken = randomBytes(32).toString('base64url'),
    ...data
  }: Partial<Prisma.GuestUncheckedCreateInput> & { shareLinkId: string; sessionToken?: string },
): Promise<Guest & { sessionToken: string }> {
  const guest = await db.guest.create({
    data: {
      name: `Guest ${nextNumber()}`,
      sessionHash: createHash('sha256').update(sessionToken).digest('hex'),
      ...data,
    },
  });
  return { ...guest, sessionToken };
}
