import type { Mail } from '@sweetspot/prisma';
import nodemailer from 'nodemailer';
import type { Context } from '../context.ts';

export type Mailer = {
  /** Sends the mails that are due, and answers how many went out. Never throws for a mail that cannot be sent. */
  deliverMails(): Promise<number>;
  close(): void;
};

/** After so many attempts (about four hours) a mail stays unsent with its last failure. */
const maxAttempts = 8;
const atOnce = 20;
/** Longer than one mail may take (`timeoutMs`), so that a mail is never sent by two workers at once. */
const firstRetrySeconds = 60;
const timeoutMs = 15_000;

/** Sends what use cases wrote as mails, through an SMTP server. */
export function createMailer(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  { smtpUrl, from }: { smtpUrl: string; from: string },
): Mailer {
  const transport = nodemailer.createTransport(smtpUrl, { from });
  Object.assign(transport.options, {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });

  async function send(mail: Mail): Promise<boolean> {
    try {
      await transport.sendMail({
        from,
        // An object is one address, whatever is in it; a string would be parsed as a list.
        to: { name: '', address: mail.recipient },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // The same for every attempt: should the server's answer get lost, mailboxes can tell it is one mail.
        messageId: `<${mail.id}@sweetspot>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      await ctx.db.mail.update({ where: { id: mail.id }, data: { sentAt: ctx.clock.now(), failure: null } });
      return true;
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      ctx.log.warn({ mailId: mail.id, attempt: mail.attempts, failure }, 'a mail could not be sent');
      await ctx.db.mail.update({ where: { id: mail.id }, data: { failure: failure.slice(0, 500) } });
      return false;
    }
  }

  return {
    async deliverMails() {
      let sent = 0;
      for (let tried = 0; tried < atOnce; tried += 1) {
        const mail = await takeMail(ctx);
        if (!mail) break;
        if (await send(mail)) sent += 1;
      }
      return sent;
    },
    close: () => transport.close(),
  };
}

/** The next mail that is due, for this worker alone until it is due again. */
async function takeMail({ db }: Pick<Context, 'db'>): Promise<Mail | undefined> {
  const [mail] = await db.$queryRaw<Mail[]>`
    UPDATE "Mail" SET "attempts" = "attempts" + 1,
      "nextAttemptAt" = (now() AT TIME ZONE 'UTC') + make_interval(secs => ${firstRetrySeconds}::int * power(2, "attempts"))
    WHERE "id" = (
      SELECT "id" FROM "Mail"
      WHERE "sentAt" IS NULL AND "attempts" < ${maxAttempts} AND "nextAttemptAt" <= (now() AT TIME ZONE 'UTC')
      ORDER BY "createdAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING *`;
  return mail;
}
