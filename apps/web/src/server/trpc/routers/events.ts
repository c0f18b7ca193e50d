import { listEventsSince, listEventsSinceInput } from '@sweetspot/core/events/list-events-since';
import { procedure, router } from '../trpc.ts';

export const eventsRouter = router({
  since: procedure.input(listEventsSinceInput).query(({ ctx, input }) => listEventsSince(ctx.core, input)),
});
