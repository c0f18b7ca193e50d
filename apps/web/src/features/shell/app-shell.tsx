import type { AccountView } from '@sweetspot/protocol/views';
import type { ReactNode } from 'react';
import { AppHeader } from './app-header.tsx';
import { BottomNavigation } from './bottom-navigation.tsx';
import { SideNavigation } from './side-navigation.tsx';
import { SkipLink } from './skip-link.tsx';

/** The frame of the pages of a signed-in person. */
export function AppShell({ account, children }: { account: AccountView; children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <AppHeader account={account} />
      <div className="flex">
        <SideNavigation />
        <main
          id="main"
          tabIndex={-1}
          className="min-w-0 flex-1 px-6 pt-6 pb-16 outline-none max-lg:pb-24 max-md:px-4 max-md:pt-4"
        >
          {children}
        </main>
      </div>
      <BottomNavigation />
    </>
  );
}
