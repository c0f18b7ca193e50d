export * from './recipes/album.ts';
export * from './recipes/automation.ts';
export * from './recipes/common-rate.ts';
export * from './recipes/master.ts';
export * from './recipes/migrate-recipe.ts';
export * from './recipes/mix.ts';
export * from './recipes/processors.ts';
export * from './recipes/recipe.ts';
