import type { User } from '@sweetspot/prisma';
import { countAttempt } from '../audit/count-attempt.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../secrets/token.ts';
import { isKnownNetwork } from './known-network.ts';

/**
 * Counts a password before it is looked at. Ten wrong ones from one network within fifteen minutes close the account to
 * that network alone, with `too_many`: somebody who guesses elsewhere never keeps the owner out. Networks from which this
 * account was not signed in to before take turns once there are many, and are told to come back when too many wait; the
 * known ones are not.
 *
 * @param user null for an address without an account, which must read and take alike.
 * @returns takes the attempt back, for when the password was right.
 */
export async function countPasswordAttempt(
  ctx: Context,
  email: string,
  user: Pick<User, 'id'> | null,
  ip: string,
): Promise<() => Promise<void>> {
  const subjectId = hashToken(email);
  return countAttempt(ctx, {
    action: 'sign-in.refused',
    subjectId,
    projectId: null,
    ip,
    limit: 10,
    withinMinutes: 15,
    // Asked without an account too: a question less would tell that there is none.
    takesTurns: !(await isKnownNetwork(ctx.db, user?.id ?? subjectId, ip)),
  });
}
