import type { ReactNode } from 'react';
import { AppShell } from '../../features/shell/app-shell.tsx';
import { GuestShell } from '../../features/shell/guest-shell.tsx';
import { Prefetched } from '../../features/shell/prefetched.tsx';
import { loadForPage, pagePath } from '../../server/page-api.ts';
import { fillShell, findShell } from './load-shell.ts';

/** Members get the whole frame, guests of a link a bare one, strangers the sign-in page. Every page checks for itself. */
export default async function MainLayout({ children }: { children: ReactNode }) {
  const shell = await findShell();
  if (shell === null) {
    await loadForPage(await pagePath(), (api) => api.projects.list());
    return <GuestShell>{children}</GuestShell>;
  }
  return (
    <Prefetched fill={(store) => fillShell(store, shell)}>
      <AppShell account={shell.account}>{children}</AppShell>
    </Prefetched>
  );
}
