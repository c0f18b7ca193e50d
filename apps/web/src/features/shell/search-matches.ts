export type SearchItem = { id: string; kind: 'Song' | 'Project' | 'Page'; title: string; detail: string; href: string };

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('en');

/**
 * Items in which every word of the query begins a word (accents and case aside); those whose title begins with the
 * query come first. An empty query matches all.
 */
export function searchMatches(items: readonly SearchItem[], query: string, limit = 12): SearchItem[] {
  const words = folded(query).split(/\s+/u).filter(Boolean);
  const whole = words.join(' ');
  return items
    .map((item) => ({ item, text: ` ${folded(`${item.title} ${item.detail}`)}`, title: folded(item.title) }))
    .filter(({ text }) => words.every((word) => text.includes(` ${word}`) || text.includes(`-${word}`)))
    .sort((a, b) => Number(b.title.startsWith(whole)) - Number(a.title.startsWith(whole)))
    .slice(0, limit)
    .map(({ item }) => item);
}
