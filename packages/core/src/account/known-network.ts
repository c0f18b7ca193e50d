import type { User } from '@sweetspot/prisma';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import { networkMark } from '../audit/count-attempt.ts';
import type { Db } from '../context.ts';

const signInsFrom = (subjectId: string, ip: string) =>
  ({
    action: 'account.signed-in',
    subjectId,
    detail: { path: ['from'], equals: networkMark(subjectId, ip) },
  }) as const;

/**
 * True where this account was signed in to before; it is forgotten after a while (`forgetOldRows`).
 *
 * @param subjectId id of the user, or anything else that never signed in.
 */
export const isKnownNetwork = async (db: Db, subjectId: string, ip: string): Promise<boolean> =>
  (await db.auditEntry.findFirst({ where: signInsFrom(subjectId, ip), select: { id: true } })) !== null;

/** Writes down that somebody signed in, once for each network: the last time is what counts. */
export async function noteSignIn(db: Db, user: Pick<User, 'id' | 'name'>, ip: string): Promise<void> {
  await db.auditEntry.deleteMany({ where: signInsFrom(user.id, ip) });
  await addAuditEntry(db, {
    projectId: null,
    author: { userId: user.id, guestId: null, name: user.name },
    action: 'account.signed-in',
    subjectId: user.id,
    detail: { from: networkMark(user.id, ip) },
  });
}
