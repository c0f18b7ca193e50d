import { listOutbox, listOwnInvitationMails } from '@sweetspot/core/mail/list-outbox';
import { notFound } from '@sweetspot/protocol';
import { publicProcedure, router } from '../trpc.ts';

/**
 * Mails that nothing sent, while no SMTP server is set. They hold links that sign people in and that change passwords, so
 * only who sits at the machine reads all of them. Who is signed in from elsewhere gets the invitations they sent, to hand
 * the links on; everybody else is told that there is nothing.
 */
export const outboxRouter = router({
  list: publicProcedure.query(({ ctx: { core, services, atTheMachine, identity } }) => {
    if (services.env.SMTP_URL !== undefined) throw notFound('This page');
    if (atTheMachine) return listOutbox(core);
    if (identity.actor.kind !== 'user') throw notFound('This page');
    return listOwnInvitationMails(core);
  }),
});
