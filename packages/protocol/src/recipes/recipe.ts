import { z } from 'zod';
import { masterRecipeSchema } from './master.ts';
import { mixRecipeSchema } from './mix.ts';

/**
 * Recipes: everything a render needs to know besides its inputs. They are saved with the version they made and can be
 * opened again; read saved ones with `migrateRecipe`.
 */
export const recipeSchema = z.discriminatedUnion('kind', [mixRecipeSchema, masterRecipeSchema]);
export type Recipe = z.infer<typeof recipeSchema>;
