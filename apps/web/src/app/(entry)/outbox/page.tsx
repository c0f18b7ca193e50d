import type { Metadata } from 'next';
import { OutboxPage } from '../../../features/notifications/outbox-page.tsx';
import { loadForPage } from '../../../server/page-api.ts';

export const metadata: Metadata = { title: 'Outbox', referrer: 'no-referrer', robots: { index: false } };

/** Development only: there is nothing here as soon as a mail server is set. */
export default async function Page() {
  const mails = await loadForPage('/outbox', (api) => api.outbox.list());
  return <OutboxPage mails={mails} />;
}
