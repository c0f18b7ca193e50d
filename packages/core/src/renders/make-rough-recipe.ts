import { roughMix, stemRoles } from '@sweetspot/dsp';
import { analysisSchema } from '@sweetspot/protocol';
import { commonRate, type MixRecipe, mixRecipeSchema } from '@sweetspot/protocol/recipes';
import type { listReadyStems } from './list-ready-stems.ts';

/** The recipe of a first balance, from what was measured of each stem; every move in it says why. */
export function makeRoughRecipe(stems: Awaited<ReturnType<typeof listReadyStems>>): MixRecipe {
  const measured = stems.map(({ id, name, role, file }) => {
    const { activity, format } = analysisSchema.parse(file.analysis);
    return {
      stemId: id,
      name,
      role: stemRoles.find((known) => known === role),
      channels: format.channels,
      activity,
    };
  });
  const rates = stems.map(({ file }) => file.sampleRate ?? 48_000);
  return mixRecipeSchema.parse({ kind: 'mix', version: 2, sampleRate: commonRate(rates), ...roughMix(measured) });
}
