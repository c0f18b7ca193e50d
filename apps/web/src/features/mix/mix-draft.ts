import type { MixRecipe } from '@sweetspot/protocol/recipes';

/** A mix that somebody works on: where it started, and what they made of it. The same object while nothing was changed. */
export type MixDraft = { start: MixRecipe; recipe: MixRecipe };

/** Equal but for the order of their fields, which a way over the server changes. */
function sameSettings(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

const inOrder = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/**
 * The draft after its ground has changed: stems came or went, or a mix was printed. Untouched, it starts anew from there;
 * otherwise everything somebody did is kept, new stems get their strip, and strips of removed stems go.
 */
export function followGround(draft: MixDraft, ground: MixRecipe): MixDraft {
  const untouched = draft.recipe === draft.start;
  if (untouched || sameSettings(draft.recipe, ground)) return { start: ground, recipe: ground };
  const names = new Map(ground.strips.map(({ id, name }) => [id, name]));
  const there = new Set(ground.strips.map(({ stemId }) => stemId));
  const mine = draft.recipe.strips.filter(({ stemId }) => there.has(stemId));
  const known = new Set(mine.map(({ stemId }) => stemId));
  const strips = [
    ...mine.map((strip) => ({ ...strip, name: names.get(strip.id) ?? strip.name })),
    ...ground.strips.filter(({ stemId }) => !known.has(stemId)),
  ];
  return { start: ground, recipe: { ...draft.recipe, strips } };
}
