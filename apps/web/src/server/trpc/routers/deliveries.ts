import { preflightDelivery, preflightDeliveryInput } from '@sweetspot/core/deliveries/preflight-delivery';
import { requestDelivery, requestDeliveryInput } from '@sweetspot/core/deliveries/request-delivery';
import { suggestMetadata, suggestMetadataInput } from '@sweetspot/core/deliveries/suggest-metadata';
import { procedure, router } from '../trpc.ts';

export const deliveriesRouter = router({
  request: procedure.input(requestDeliveryInput).mutation(({ ctx, input }) => requestDelivery(ctx.core, input)),
  suggestMetadata: procedure.input(suggestMetadataInput).query(({ ctx, input }) => suggestMetadata(ctx.core, input)),
  preflight: procedure.input(preflightDeliveryInput).query(({ ctx, input }) => preflightDelivery(ctx.core, input)),
});
