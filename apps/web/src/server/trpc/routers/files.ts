import { getAnalysis, getAnalysisInput } from '@sweetspot/core/files/get-analysis';
import { procedure, router } from '../trpc.ts';

export const filesRouter = router({
  getAnalysis: procedure.input(getAnalysisInput).query(({ ctx, input }) => getAnalysis(ctx.core, input)),
});
