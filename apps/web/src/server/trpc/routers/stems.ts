import { removeStem, removeStemInput } from '@sweetspot/core/stems/remove-stem';
import { reorderStems, reorderStemsInput } from '@sweetspot/core/stems/reorder-stems';
import { updateStem, updateStemInput } from '@sweetspot/core/stems/update-stem';
import { procedure, router } from '../trpc.ts';

export const stemsRouter = router({
  update: procedure.input(updateStemInput).mutation(({ ctx, input }) => updateStem(ctx.core, input)),
  reorder: procedure.input(reorderStemsInput).mutation(({ ctx, input }) => reorderStems(ctx.core, input)),
  remove: procedure.input(removeStemInput).mutation(({ ctx, input }) => removeStem(ctx.core, input)),
});
