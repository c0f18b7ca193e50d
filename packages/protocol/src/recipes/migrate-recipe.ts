import { type Recipe, recipeSchema } from './recipe.ts';
import { isVersion1, version1To2 } from './version-1.ts';

/**
 * Reads a recipe of any version this or an older release wrote, as the newest version. Throws a ZodError that names what
 * is wrong with it. A version 3 adds its step from 2 here.
 */
export const migrateRecipe = (saved: unknown): Recipe =>
  recipeSchema.parse(isVersion1(saved) ? version1To2(saved) : saved);
