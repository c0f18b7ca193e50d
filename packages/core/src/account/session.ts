import type { User } from '@sweetspot/prisma';
import type { Db } from '../context.ts';

/** What a session token carries. It is void as soon as `sessionVersion` is no longer the account's. */
export type Session = { userId: string; sessionVersion: number; name: string; email: string };

export const sessionOf = ({ id, sessionVersion, name, email }: User): Session => ({
  userId: id,
  sessionVersion,
  name,
  email,
});

/** The session if it still holds: the account exists and was not signed out everywhere since. To be asked on each request. */
export async function findSession(
  db: Db,
  { userId, sessionVersion }: { userId: string; sessionVersion: number },
): Promise<Session | null> {
  const user = await db.user.findFirst({ where: { id: userId, sessionVersion, deletedAt: null } });
  return user === null ? null : sessionOf(user);
}
