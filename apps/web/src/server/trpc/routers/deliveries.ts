import { preflightDelivery, preflightDeliveryInput } from '@sweetspot/core/deliveries/preflight-delivery';
import { requestDelivery, requestDeliveryInput } from '@sweetspot/core/deliveries/request-delivery';
import { procedure, router } from '../trpc.ts';

export const deliveriesRouter = router({
  request: procedure.input(requestDeliveryInput).mutation(({ ctx, input }) => requestDelivery(ctx.core, input)),
  preflight: procedure.input(preflightDeliveryInput).query(({ ctx, input }) => preflightDelivery(ctx.core, input)),
});
