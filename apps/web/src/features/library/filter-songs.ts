import type { SongSummary } from '@sweetspot/protocol/views';

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en');

/** Songs of one project (null: of all) in whose title, project or need every word of the query occurs. */
export function filterSongs<T extends Pick<SongSummary, 'title' | 'projectTitle' | 'projectId' | 'need'>>(
  songs: readonly T[],
  { query, projectId }: { query: string; projectId: string | null },
): T[] {
  const words = folded(query).split(/\s+/u).filter(Boolean);
  return songs.filter((song) => {
    if (projectId !== null && song.projectId !== projectId) return false;
    const text = folded(`${song.title} ${song.projectTitle} ${song.need.text}`);
    return words.every((word) => text.includes(word));
  });
}
