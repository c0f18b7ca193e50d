import { listComparisons, listComparisonsInput } from '@sweetspot/core/comparisons/list-comparisons';
import { listOtherReferences, listOtherReferencesInput } from '@sweetspot/core/versions/list-other-references';
import { removeVersion, removeVersionInput } from '@sweetspot/core/versions/remove-version';
import { updateVersion, updateVersionInput } from '@sweetspot/core/versions/update-version';
import { procedure, router } from '../trpc.ts';

export const versionsRouter = router({
  listComparisons: procedure.input(listComparisonsInput).query(({ ctx, input }) => listComparisons(ctx.core, input)),
  listOtherReferences: procedure
    .input(listOtherReferencesInput)
    .query(({ ctx, input }) => listOtherReferences(ctx.core, input)),
  update: procedure.input(updateVersionInput).mutation(({ ctx, input }) => updateVersion(ctx.core, input)),
  remove: procedure.input(removeVersionInput).mutation(({ ctx, input }) => removeVersion(ctx.core, input)),
});
