import type { Metadata } from 'next';
import { InboxPage } from '../../../features/notifications/inbox-page.tsx';
import { apiKeys } from '../../../features/shell/api-keys.ts';
import { loadForMember } from '../../../features/shell/load-for-member.ts';
import { Prefetched } from '../../../features/shell/prefetched.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default async function Page() {
  const [notifications, projects] = await loadForMember('/inbox', (api) =>
    Promise.all([api.notifications.list(), api.projects.list()]),
  );
  return (
    <Prefetched
      fill={(cache) => {
        cache.setQueryData(apiKeys.notifications.list.queryKey(), notifications);
        cache.setQueryData(apiKeys.projects.list.queryKey(), projects);
      }}
    >
      <InboxPage />
    </Prefetched>
  );
}
