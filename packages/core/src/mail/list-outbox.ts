import type { Context } from '../context.ts';

export type OutboxMail = {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  createdAt: Date;
  sentAt: Date | null;
};

/**
 * The newest two hundred mails of this installation, for the outbox page of one that cannot send any. They carry links
 * that sign people in: the caller must make sure that no mail server is set and who is asking.
 */
export async function listOutbox({ db }: Context): Promise<OutboxMail[]> {
  return db.mail.findMany({
    orderBy: { createdAt: 'desc' },
    take: 200,
    select: { id: true, recipient: true, subject: true, text: true, html: true, createdAt: true, sentAt: true },
  });
}
