import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { inTransaction } from '../transaction.ts';
import { useEmailToken } from './email-token.ts';
import { noteSignIn } from './known-network.ts';
import { proveAddress } from './prove-address.ts';
import { type Session, sessionOf } from './session.ts';

export const consumeSignInLinkInput = z.object({ token: z.string().max(200) });

/**
 * Signs in by a mailed link, once. To be called when the button on the page is pressed, never on GET: programs that
 * preview links open every one they see. Throws `gone` when the link no longer works. An address that nobody had proved
 * is taken over by who proves it now (`proveAddress`).
 *
 * @param ip address of who asks.
 */
export async function consumeSignInLink(
  ctx: Context,
  { token }: z.infer<typeof consumeSignInLinkInput>,
  ip: string,
): Promise<Session> {
  return inTransaction(ctx, async (tx) => {
    const email = await useEmailToken(tx, token, 'sign_in');
    const user = await tx.db.user.findFirst({ where: { email, deletedAt: null } });
    if (user === null) throw new AppError('gone', 'This account does not exist any more.');
    await noteSignIn(tx.db, user, ip);
    return sessionOf(await proveAddress(tx, user));
  });
}
