import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { LibraryPage } from '../../../features/library/library-page.tsx';
import { libraryViewCookie, libraryViewOf } from '../../../features/library/library-view.ts';
import { apiKeys } from '../../../features/shell/api-keys.ts';
import { loadForMember } from '../../../features/shell/load-for-member.ts';
import { Prefetched } from '../../../features/shell/prefetched.tsx';

export const metadata: Metadata = { title: 'Songs' };

export default async function Page() {
  const [[songs, projects], jar] = await Promise.all([
    loadForMember('/', (api) => Promise.all([api.songs.list(), api.projects.list()])),
    cookies(),
  ]);
  return (
    <Prefetched
      fill={(cache) => {
        cache.setQueryData(apiKeys.songs.list.queryKey(), songs);
        cache.setQueryData(apiKeys.projects.list.queryKey(), projects);
      }}
    >
      <LibraryPage initialView={libraryViewOf(jar.get(libraryViewCookie)?.value)} />
    </Prefetched>
  );
}
