import type { Db } from '../context.ts';
import { type MailContent, renderMail } from './render-mail.ts';

/** Writes a mail in the caller's transaction; it is sent, or shown in the outbox page, after the commit. */
export async function addMail(db: Db, recipient: string, content: MailContent): Promise<void> {
  await db.mail.create({ data: { recipient, ...renderMail(content) } });
}
