import type { OutboxMail } from '@sweetspot/core/mail/list-outbox';
import { MailOpen } from 'lucide-react';
import { ButtonLink } from '../../components/button-link.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { LinkedText } from './linked-text.tsx';

/** The mails of an installation that cannot send any, newest first. */
export function OutboxPage({ mails }: { mails: readonly OutboxMail[] }) {
  return (
    <main id="main" className="mx-auto max-w-180 px-4 py-8">
      <PageHeading
        title="Outbox"
        lead="No mail server is set, so mails stay here. Set SMTP_URL and this page is gone."
        actions={<ButtonLink href="/">Go to your songs</ButtonLink>}
      />
      {mails.length === 0 ? (
        <EmptyState className="mt-6" icon={<MailOpen />} title="No mails">
          Invitations, sign-in links and new passwords appear here.
        </EmptyState>
      ) : (
        <ul className="mt-6 flex flex-col gap-4">
          {mails.map((mail) => (
            <li key={mail.id}>
              <article className="rounded-l border border-line bg-surface p-4">
                <div className="flex flex-wrap items-baseline gap-x-3">
                  <h2 className="min-w-0 flex-1 font-semibold text-lg">{mail.subject}</h2>
                  <RelativeTime date={mail.createdAt} className="text-muted text-sm" />
                </div>
                <p className="text-muted text-sm">To {mail.recipient}</p>
                <LinkedText text={mail.text} />
              </article>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
