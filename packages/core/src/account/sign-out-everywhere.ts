import { endAccess } from '../access/end-access.ts';
import { requireUser } from '../access/require-user.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { inTransaction } from '../transaction.ts';

/** Ends every session of the signed-in person, this one too. */
export async function signOutEverywhere(ctx: Context): Promise<void> {
  const user = await requireUser(ctx);
  await inTransaction(ctx, async ({ db }) => {
    await db.user.update({ where: { id: user.id }, data: { sessionVersion: { increment: 1 } } });
    await addAuditEntry(db, {
      projectId: null,
      author: { userId: user.id, guestId: null, name: user.name },
      action: 'account.signed-out-everywhere',
      subjectId: user.id,
    });
    await endAccess(db, { kind: 'sessions', userId: user.id });
  });
}
