import type { Metadata } from 'next';
import { InboxPage } from '../../../features/notifications/inbox-page.tsx';
import { fillShell, loadShell } from '../../../features/shell/load-shell.ts';
import { Prefetched } from '../../../features/shell/prefetched.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default async function Page() {
  const shell = await loadShell('/inbox');
  return (
    <Prefetched fill={(store) => fillShell(store, shell)}>
      <InboxPage />
    </Prefetched>
  );
}
