import type { Clock, Db } from '../context.ts';
import { hashToken } from '../secrets/token.ts';

/** So that a program that asks all the time does not write all the time. */
const noteUseEveryMs = 60_000;

/** As whom a program acts that has this token; null when it was revoked, never was, or its person signed out everywhere. */
export async function findTokenUser({ db, clock }: { db: Db; clock: Clock }, token: string): Promise<string | null> {
  const found = await db.accessToken.findUnique({ where: { tokenHash: hashToken(token) }, include: { user: true } });
  if (found === null) return null;
  const { id, user, sessionVersion, lastUsedAt } = found;
  if (user.deletedAt !== null || user.sessionVersion !== sessionVersion) return null;
  const now = clock.now();
  if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > noteUseEveryMs) {
    // It may have been revoked this very moment.
    await db.accessToken.updateMany({ where: { id }, data: { lastUsedAt: now } });
  }
  return user.id;
}
