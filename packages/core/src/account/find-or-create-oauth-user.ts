import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { emailSchema } from '../input/email.ts';
import { lineSchema } from '../input/text.ts';
import { inTransaction } from '../transaction.ts';
import { proveAddress } from './prove-address.ts';
import { type Session, sessionOf } from './session.ts';

export const oauthProfileInput = z.object({
  provider: z.string().min(1).max(40),
  providerAccountId: z.string().min(1).max(200),
  email: emailSchema,
  /** What the provider says of the address; without it nobody is let in. */
  emailVerified: z.boolean(),
  name: lineSchema('Your name', 80).catch(''),
});

/**
 * Signs in by a provider's account: the user already linked to it, else the one with its address, else a new one.
 * An address that nobody had proved is taken over by who proves it now: a password set before is void, so that
 * registering somebody else's address gains nothing.
 * Throws `not_allowed` when the provider has not verified the address.
 */
export async function findOrCreateOAuthUser(
  ctx: Context,
  { provider, providerAccountId, email, emailVerified, name }: z.infer<typeof oauthProfileInput>,
): Promise<Session> {
  return inTransaction(ctx, async (tx) => {
    const { db, clock } = tx;
    const linked = await db.oAuthAccount.findUnique({
      where: { provider_providerAccountId: { provider, providerAccountId } },
      include: { user: true },
    });
    if (linked !== null) {
      if (linked.user.deletedAt !== null) throw new AppError('not_allowed', 'This account was removed.');
      return sessionOf(linked.user);
    }
    if (!emailVerified) {
      throw new AppError('not_allowed', `Confirm your e-mail address with ${provider} first, then sign in again.`);
    }
    const oauthAccounts = { create: { provider, providerAccountId } };
    const known = await db.user.findUnique({ where: { email } });
    if (known === null) {
      const displayName = name || email.slice(0, email.indexOf('@'));
      return sessionOf(
        await db.user.create({ data: { email, name: displayName, emailVerifiedAt: clock.now(), oauthAccounts } }),
      );
    }
    if (known.deletedAt !== null) throw new AppError('not_allowed', 'This account was removed.');
    await proveAddress(tx, known);
    return sessionOf(await db.user.update({ where: { id: known.id }, data: { oauthAccounts } }));
  });
}
