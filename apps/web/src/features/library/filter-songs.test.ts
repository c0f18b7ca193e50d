import { expect, test } from 'vitest';
import { filterSongs } from './filter-songs.ts';

const song = (title: string, projectTitle: string, text: string, projectId: string) => ({
  title,
  projectTitle,
  projectId,
  need: { tone: 'neutral' as const, text },
});
const songs = [
  song('Paper Boats', 'Northern Lights', '2 open notes on Mix 3.', 'a'),
  song('Séance', 'Harbour', 'Waits for a mix.', 'b'),
];
const titles = (query: string, projectId: string | null = null) =>
  filterSongs(songs, { query, projectId }).map((each) => each.title);

test('title, project and need are searched, all words together', () => {
  expect(titles('boats')).toEqual(['Paper Boats']);
  expect(titles('harbour mix')).toEqual(['Séance']);
  expect(titles('boats harbour')).toEqual([]);
});

test('accents and case do not matter; nothing typed shows all', () => {
  expect(titles('SEANCE')).toEqual(['Séance']);
  expect(titles('')).toHaveLength(2);
});

test('a project narrows it', () => {
  expect(titles('mix', 'a')).toEqual(['Paper Boats']);
});
