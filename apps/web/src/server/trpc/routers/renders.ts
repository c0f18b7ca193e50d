import { requestMaster, requestMasterInput } from '@sweetspot/core/renders/request-master';
import { requestMix, requestMixInput } from '@sweetspot/core/renders/request-mix';
import { requestRoughMix, requestRoughMixInput } from '@sweetspot/core/renders/request-rough-mix';
import { suggestRecipe, suggestRecipeInput } from '@sweetspot/core/renders/suggest-recipe';
import { procedure, router } from '../trpc.ts';

export const rendersRouter = router({
  requestRoughMix: procedure.input(requestRoughMixInput).mutation(({ ctx, input }) => requestRoughMix(ctx.core, input)),
  requestMix: procedure.input(requestMixInput).mutation(({ ctx, input }) => requestMix(ctx.core, input)),
  requestMaster: procedure.input(requestMasterInput).mutation(({ ctx, input }) => requestMaster(ctx.core, input)),
  suggestRecipe: procedure.input(suggestRecipeInput).query(({ ctx, input }) => suggestRecipe(ctx.core, input)),
});
