import { giveApproval, giveApprovalInput } from '@sweetspot/core/approvals/give-approval';
import { withdrawApproval, withdrawApprovalInput } from '@sweetspot/core/approvals/withdraw-approval';
import { procedure, router } from '../trpc.ts';

export const approvalsRouter = router({
  give: procedure.input(giveApprovalInput).mutation(({ ctx, input }) => giveApproval(ctx.core, input)),
  withdraw: procedure.input(withdrawApprovalInput).mutation(({ ctx, input }) => withdrawApproval(ctx.core, input)),
});
