import type { MixRecipe } from '@sweetspot/protocol/recipes';

/** A mix that somebody works on: where it started, and what they made of it. The same object while nothing was changed. */
export type MixDraft = { start: MixRecipe; recipe: MixRecipe };

/**
 * The draft after its ground has changed: stems came or went, or a mix was printed. Untouched, it starts anew from there;
 * otherwise everything somebody did is kept, new stems get their strip, and strips of removed stems go.
 */
export function followGround(draft: MixDraft, ground: MixRecipe): MixDraft {
  const untouched = draft.recipe === draft.start;
  if (untouched || JSON.stringify(draft.recipe) === JSON.stringify(ground)) return { start: ground, recipe: ground };
  const own = new Map(draft.recipe.strips.map((strip) => [strip.stemId, strip]));
  const strips = ground.strips.map((strip) => {
    const mine = own.get(strip.stemId);
    return mine ? { ...mine, name: strip.name } : strip;
  });
  return { start: ground, recipe: { ...draft.recipe, strips } };
}
