import { listNotifications } from '@sweetspot/core/notifications/list-notifications';
import {
  markNotificationsRead,
  markNotificationsReadInput,
} from '@sweetspot/core/notifications/mark-notifications-read';
import { procedure, router } from '../trpc.ts';

export const notificationsRouter = router({
  list: procedure.query(({ ctx }) => listNotifications(ctx.core)),
  markRead: procedure
    .input(markNotificationsReadInput)
    .mutation(({ ctx, input }) => markNotificationsRead(ctx.core, input)),
});
