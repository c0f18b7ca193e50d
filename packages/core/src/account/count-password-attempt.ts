import type { User } from '@sweetspot/prisma';
import { countAttempt } from '../audit/count-attempt.ts';
import { slowDown } from '../audit/slow-down.ts';
import type { Context } from '../context.ts';
import { hashToken } from '../secrets/token.ts';
import { isKnownNetwork } from './known-network.ts';

/**
 * Counts a password before it is looked at. Ten wrong ones from one network within fifteen minutes close the account to
 * that network alone, with `too_many`: somebody who guesses elsewhere never keeps the owner out. All of them together only
 * make strange networks wait; one from which this account was signed in to before does not.
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
  const { tries, takeBack } = await countAttempt(ctx, {
    action: 'sign-in.refused',
    subjectId,
    projectId: null,
    ip,
    limit: 10,
    withinMinutes: 15,
  });
  // Asked without an account too: a question less would tell that there is none.
  if (!(await isKnownNetwork(ctx.db, user?.id ?? subjectId, ip))) await slowDown(ctx, tries);
  return takeBack;
}
