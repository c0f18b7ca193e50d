import type { ReactNode } from 'react';
import { AppHeader } from './app-header.tsx';
import { SkipLink } from './skip-link.tsx';

/** The frame of a page for somebody who came by a share link: no library, nothing to get lost in. */
export function GuestShell({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <AppHeader account={null} />
      <main id="main" tabIndex={-1} className="mx-auto max-w-240 px-6 pt-6 pb-16 outline-none max-md:px-4 max-md:pt-4">
        {children}
      </main>
    </>
  );
}
