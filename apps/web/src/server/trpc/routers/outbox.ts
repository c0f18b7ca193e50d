import { listOutbox } from '@sweetspot/core/mail/list-outbox';
import { notFound } from '@sweetspot/protocol';
import type { ApiContext } from '../context.ts';
import { publicProcedure, router } from '../trpc.ts';

/**
 * Mails that nothing sent, for development: only while no SMTP server is set, and only for who is signed in or sits at the
 * machine itself. They hold sign-in links, so everybody else is told that there is nothing.
 */
export const outboxRouter = router({
  list: publicProcedure.query(({ ctx }) => {
    if (!mayRead(ctx)) throw notFound('This page');
    return listOutbox(ctx.core);
  }),
});

function mayRead({ services: { env }, identity, ip }: ApiContext): boolean {
  if (env.SMTP_URL !== undefined) return false;
  return identity.actor.kind === 'user' || ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip);
}
