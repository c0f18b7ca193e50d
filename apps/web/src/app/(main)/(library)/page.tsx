import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { LibraryPage } from '../../../features/library/library-page.tsx';
import { libraryViewCookie, libraryViewOf } from '../../../features/library/library-view.ts';
import { Prefetched } from '../../../features/shell/prefetched.tsx';
import { fillShell, loadShell } from '../load-shell.ts';

export const metadata: Metadata = { title: 'Songs' };

export default async function Page() {
  const [shell, jar] = await Promise.all([loadShell('/'), cookies()]);
  return (
    <Prefetched fill={(store) => fillShell(store, shell)}>
      <LibraryPage initialView={libraryViewOf(jar.get(libraryViewCookie)?.value)} />
    </Prefetched>
  );
}
