import { answerTrial, answerTrialInput } from '@sweetspot/core/blind-tests/answer-trial';
import { castVote, castVoteInput } from '@sweetspot/core/blind-tests/cast-vote';
import { closeVote, closeVoteInput } from '@sweetspot/core/blind-tests/close-vote';
import { listBlindTests, listBlindTestsInput } from '@sweetspot/core/blind-tests/list-blind-tests';
import { listCandidates, listCandidatesInput } from '@sweetspot/core/blind-tests/list-candidates';
import { startAbx, startAbxInput } from '@sweetspot/core/blind-tests/start-abx';
import { startVote, startVoteInput } from '@sweetspot/core/blind-tests/start-vote';
import { stopAbx, stopAbxInput } from '@sweetspot/core/blind-tests/stop-abx';
import { procedure, router } from '../trpc.ts';

export const blindTestsRouter = router({
  list: procedure.input(listBlindTestsInput).query(({ ctx, input }) => listBlindTests(ctx.core, input)),
  listCandidates: procedure.input(listCandidatesInput).query(({ ctx, input }) => listCandidates(ctx.core, input)),
  startAbx: procedure.input(startAbxInput).mutation(({ ctx, input }) => startAbx(ctx.core, input)),
  answerTrial: procedure.input(answerTrialInput).mutation(({ ctx, input }) => answerTrial(ctx.core, input)),
  stopAbx: procedure.input(stopAbxInput).mutation(({ ctx, input }) => stopAbx(ctx.core, input)),
  startVote: procedure.input(startVoteInput).mutation(({ ctx, input }) => startVote(ctx.core, input)),
  castVote: procedure.input(castVoteInput).mutation(({ ctx, input }) => castVote(ctx.core, input)),
  closeVote: procedure.input(closeVoteInput).mutation(({ ctx, input }) => closeVote(ctx.core, input)),
});
