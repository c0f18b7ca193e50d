import { acceptInvitation, acceptInvitationInput } from '@sweetspot/core/invitations/accept-invitation';
import { addInvitation, addInvitationInput } from '@sweetspot/core/invitations/add-invitation';
import { previewInvitation, previewInvitationInput } from '@sweetspot/core/invitations/preview-invitation';
import { revokeInvitation, revokeInvitationInput } from '@sweetspot/core/invitations/revoke-invitation';
import { procedure, publicProcedure, router } from '../trpc.ts';

export const invitationsRouter = router({
  add: procedure.input(addInvitationInput).mutation(({ ctx, input }) => addInvitation(ctx.core, input)),
  revoke: procedure.input(revokeInvitationInput).mutation(({ ctx, input }) => revokeInvitation(ctx.core, input)),
  preview: publicProcedure.input(previewInvitationInput).query(({ ctx, input }) => previewInvitation(ctx.core, input)),
  accept: procedure.input(acceptInvitationInput).mutation(({ ctx, input }) => acceptInvitation(ctx.core, input)),
});
