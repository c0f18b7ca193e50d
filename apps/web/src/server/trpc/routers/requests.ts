import { addRequest, addRequestInput } from '@sweetspot/core/requests/add-request';
import {
  acceptRequest,
  acceptRequestInput,
  askRequest,
  askRequestInput,
  declineRequest,
  declineRequestInput,
  replyRequest,
  replyRequestInput,
  withdrawRequest,
  withdrawRequestInput,
} from '@sweetspot/core/requests/answer-request';
import { listRequests, listRequestsInput } from '@sweetspot/core/requests/list-requests';
import { procedure, router } from '../trpc.ts';

export const requestsRouter = router({
  list: procedure.input(listRequestsInput).query(({ ctx, input }) => listRequests(ctx.core, input)),
  add: procedure.input(addRequestInput).mutation(({ ctx, input }) => addRequest(ctx.core, input)),
  accept: procedure.input(acceptRequestInput).mutation(({ ctx, input }) => acceptRequest(ctx.core, input)),
  decline: procedure.input(declineRequestInput).mutation(({ ctx, input }) => declineRequest(ctx.core, input)),
  ask: procedure.input(askRequestInput).mutation(({ ctx, input }) => askRequest(ctx.core, input)),
  reply: procedure.input(replyRequestInput).mutation(({ ctx, input }) => replyRequest(ctx.core, input)),
  withdraw: procedure.input(withdrawRequestInput).mutation(({ ctx, input }) => withdrawRequest(ctx.core, input)),
});
