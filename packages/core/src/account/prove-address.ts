import type { User } from '@sweetspot/prisma';
import { endAccess } from '../access/end-access.ts';
import { addMail } from '../mail/add-mail.ts';
import { passwordVoidMail } from '../mail/mails.ts';
import type { TransactionContext } from '../transaction.ts';

/**
 * Notes that the person who acts owns the address of an account, having answered a mail to it or a provider for it. Until
 * then anybody may have registered it: the password that was set is void, and every session ends, so that registering
 * somebody else's address gains nothing, and a mail says so. Changes nothing once it is proved.
 */
export async function proveAddress({ db, clock }: TransactionContext, user: User): Promise<User> {
  if (user.emailVerifiedAt !== null) return user;
  await endAccess(db, { kind: 'sessions', userId: user.id });
  // Whoever did set it themselves has to know why it no longer opens anything.
  if (user.passwordHash !== null) await addMail(db, user.email, passwordVoidMail());
  return db.user.update({
    where: { id: user.id },
    data: { emailVerifiedAt: clock.now(), passwordHash: null, sessionVersion: { increment: 1 } },
  });
}
