import { expect, test } from 'vitest';
import { type SearchItem, searchMatches } from './search-matches.ts';

const song = (title: string, detail: string): SearchItem => ({ id: title, kind: 'Song', title, detail, href: '/' });
const items = [song('Harbour Lights', 'Northern Lights EP'), song('Salt', 'Harbour'), song('Últimas Ondas', 'Mar')];
const titles = (query: string) => searchMatches(items, query).map((item) => item.title);

test('every word must begin a word of title or detail', () => {
  expect(titles('har')).toEqual(['Harbour Lights', 'Salt']);
  expect(titles('harbour salt')).toEqual(['Salt']);
  expect(titles('arbour')).toEqual([]);
});

test('accents and case do not matter', () => {
  expect(titles('ULTIMAS')).toEqual(['Últimas Ondas']);
});

test('what begins with the query comes first', () => {
  expect(searchMatches([song('Old Salt', ''), song('Salt', '')], 'salt').map((item) => item.title)).toEqual([
    'Salt',
    'Old Salt',
  ]);
});

test('an empty query shows everything up to the limit', () => {
  expect(searchMatches(items, ' ', 2)).toHaveLength(2);
});
