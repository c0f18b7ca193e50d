import type { ReactNode } from 'react';
import { AppShell } from '../../features/shell/app-shell.tsx';
import { GuestShell } from '../../features/shell/guest-shell.tsx';
import { pageApi } from '../../server/page-api.ts';

/** Members get the whole frame, guests of a link a bare one. Access is checked by every page. */
export default async function MainLayout({ children }: { children: ReactNode }) {
  const account = await (await pageApi()).account.me();
  return account ? <AppShell account={account}>{children}</AppShell> : <GuestShell>{children}</GuestShell>;
}
