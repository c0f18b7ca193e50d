import type { MixRecipe } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from './ingest.ts';
import { measureStems, planRoughMix, type Stem } from './measure-stems.ts';
import { type MixResult, renderMix } from './render-mix.ts';

export interface RoughMixInput {
  stems: Stem[];
  outPath: string;
}

export interface RoughMixResult extends MixResult {
  recipe: MixRecipe;
}

/** A rough mix from nothing but files: measured, planned, rendered. The recipe that was used comes with it. */
export async function renderRoughMix(
  { stems, outPath }: RoughMixInput,
  options: TaskOptions & { tempDir: string },
): Promise<RoughMixResult> {
  const { onProgress } = options;
  const measured = await measureStems(stems, { ...options, onProgress: (part) => onProgress?.(part * 0.4) });
  const recipe = planRoughMix(measured);
  const inputs = Object.fromEntries(stems.map(({ stemId, path }) => [stemId, path]));
  const rendered = await renderMix(
    { recipe, inputs, outPath },
    { ...options, onProgress: (part) => onProgress?.(0.4 + part * 0.6) },
  );
  return { ...rendered, recipe };
}
