import type { Metadata } from 'next';
import { RequestsPage } from '../../../features/requests/requests-page.tsx';
import { apiKeys } from '../../../features/shell/api-keys.ts';
import { loadForMember } from '../../../features/shell/load-for-member.ts';
import { Prefetched } from '../../../features/shell/prefetched.tsx';

export const metadata: Metadata = { title: 'Requests' };

export default async function Page() {
  const [requests, projects] = await loadForMember('/requests', (api) =>
    Promise.all([api.requests.list({}), api.projects.list()]),
  );
  return (
    <Prefetched
      fill={(cache) => {
        cache.setQueryData(apiKeys.requests.list.queryKey({}), requests);
        cache.setQueryData(apiKeys.projects.list.queryKey(), projects);
      }}
    >
      <RequestsPage />
    </Prefetched>
  );
}
