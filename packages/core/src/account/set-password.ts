import type { User } from '@sweetspot/prisma';
import { endAccess } from '../access/end-access.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import { addMail } from '../mail/add-mail.ts';
import { passwordChangedMail } from '../mail/mails.ts';
import type { TransactionContext } from '../transaction.ts';

/** Sets a password in the caller's transaction: every session and every open link by mail ends with the old one. */
export async function setPassword({ db, clock }: TransactionContext, user: User, passwordHash: string): Promise<User> {
  const changed = await db.user.update({
    where: { id: user.id },
    data: { passwordHash, sessionVersion: { increment: 1 } },
  });
  await db.emailToken.updateMany({ where: { email: user.email, usedAt: null }, data: { usedAt: clock.now() } });
  await addAuditEntry(db, {
    projectId: null,
    author: { userId: user.id, guestId: null, name: user.name },
    action: 'account.password-changed',
    subjectId: user.id,
  });
  await addMail(db, user.email, passwordChangedMail());
  await endAccess(db, { kind: 'sessions', userId: user.id });
  return changed;
}
