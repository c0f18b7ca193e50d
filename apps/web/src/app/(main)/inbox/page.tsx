import type { Metadata } from 'next';
import { InboxPage } from '../../../features/notifications/inbox-page.tsx';
import { Prefetched } from '../../../features/shell/prefetched.tsx';
import { fillShell, loadShell } from '../load-shell.ts';

export const metadata: Metadata = { title: 'Inbox' };

export default async function Page() {
  const shell = await loadShell('/inbox');
  return (
    <Prefetched fill={(store) => fillShell(store, shell)}>
      <InboxPage />
    </Prefetched>
  );
}
