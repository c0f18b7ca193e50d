import type { Metadata } from 'next';
import { cache } from 'react';
import { readSongPlace } from '../../../features/review/song-link.ts';
import { SongPage } from '../../../features/song/song-page.tsx';
import { loadForPage } from '../../../server/page-api.ts';

type Props = {
  params: Promise<{ songId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Asked once per request, by the page and by its title. */
const loadSong = cache((songId: string) => loadForPage(`/songs/${songId}`, (api) => api.songs.get({ songId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { songId } = await params;
  const song = await loadSong(songId);
  return { title: song.title };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ songId }, query] = await Promise.all([params, searchParams]);
  const [song, account] = await Promise.all([
    loadSong(songId),
    loadForPage(`/songs/${songId}`, (api) => api.account.me()),
  ]);
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (typeof value === 'string') text.set(name, value);
  return <SongPage key={song.id} initialSong={song} account={account} place={readSongPlace(text)} />;
}
