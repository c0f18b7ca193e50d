import { addAccessToken, addAccessTokenInput } from '@sweetspot/core/account/add-access-token';
import { changePassword, changePasswordInput } from '@sweetspot/core/account/change-password';
import { getAccount } from '@sweetspot/core/account/get-account';
import { listAccessTokens } from '@sweetspot/core/account/list-access-tokens';
import { registerAccount, registerAccountInput } from '@sweetspot/core/account/register-account';
import {
  requestEmailLinkInput,
  requestPasswordReset,
  requestSignInLink,
} from '@sweetspot/core/account/request-email-link';
import { resetPassword, resetPasswordInput } from '@sweetspot/core/account/reset-password';
import { revokeAccessToken, revokeAccessTokenInput } from '@sweetspot/core/account/revoke-access-token';
import { setPicture } from '@sweetspot/core/account/set-picture';
import { signOutEverywhere } from '@sweetspot/core/account/sign-out-everywhere';
import { updateProfile, updateProfileInput } from '@sweetspot/core/account/update-profile';
import { sessionCookie } from '../../auth/session-token.ts';
import { procedure, publicProcedure, router } from '../trpc.ts';

export const accountRouter = router({
  me: publicProcedure.query(({ ctx }) => getAccount(ctx.core)),

  register: publicProcedure.input(registerAccountInput).mutation(async ({ ctx, input }) => {
    await ctx.services.rateLimits.count('register', ctx.ip);
    return registerAccount(ctx.core, input);
  }),

  updateProfile: procedure.input(updateProfileInput).mutation(({ ctx, input }) => updateProfile(ctx.core, input)),

  /** Every other session ends; this browser goes on with a new one. */
  changePassword: procedure.input(changePasswordInput).mutation(async ({ ctx, input }) => {
    const session = await changePassword(ctx.core, input, ctx.ip);
    ctx.setCookie(await sessionCookie(session, ctx.services.env));
  }),

  signOutEverywhere: procedure.mutation(({ ctx }) => signOutEverywhere(ctx.core)),

  requestPasswordReset: publicProcedure.input(requestEmailLinkInput).mutation(async ({ ctx, input }) => {
    await ctx.services.rateLimits.count('mail', ctx.ip);
    await requestPasswordReset(ctx.core, input);
  }),

  resetPassword: publicProcedure.input(resetPasswordInput).mutation(async ({ ctx, input }) => {
    const takeBack = await ctx.services.rateLimits.count('signIn', ctx.ip);
    await resetPassword(ctx.core, input);
    await takeBack();
  }),

  requestSignInLink: publicProcedure.input(requestEmailLinkInput).mutation(async ({ ctx, input }) => {
    await ctx.services.rateLimits.count('mail', ctx.ip);
    await requestSignInLink(ctx.core, input);
  }),

  listAccessTokens: procedure.query(({ ctx }) => listAccessTokens(ctx.core)),
  addAccessToken: procedure.input(addAccessTokenInput).mutation(({ ctx, input }) => addAccessToken(ctx.core, input)),
  revokeAccessToken: procedure
    .input(revokeAccessTokenInput)
    .mutation(({ ctx, input }) => revokeAccessToken(ctx.core, input)),

  removePicture: procedure.mutation(({ ctx }) => setPicture(ctx.core, null)),
});
