import type { Metadata } from 'next';
import { RequestsPage } from '../../../features/requests/requests-page.tsx';
import { Prefetched } from '../../../features/shell/prefetched.tsx';
import { fillShell, loadShell } from '../load-shell.ts';

export const metadata: Metadata = { title: 'Requests' };

export default async function Page() {
  const shell = await loadShell('/requests');
  return (
    <Prefetched fill={(store) => fillShell(store, shell)}>
      <RequestsPage />
    </Prefetched>
  );
}
