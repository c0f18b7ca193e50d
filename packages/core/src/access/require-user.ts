import type { User } from '@sweetspot/prisma';
import { AppError } from '@sweetspot/protocol';
import type { AccessContext } from './reader.ts';

/** The signed-in person. Throws `not_signed_in` for everybody else, also for an account that was removed. */
export async function requireUser({ db, actor }: AccessContext): Promise<User> {
  const user = actor.kind === 'user' ? await db.user.findFirst({ where: { id: actor.userId, deletedAt: null } }) : null;
  if (user === null) throw new AppError('not_signed_in', 'Sign in first.');
  return user;
}
