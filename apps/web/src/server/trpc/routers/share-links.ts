import { addShareLink, addShareLinkInput } from '@sweetspot/core/share-links/add-share-link';
import { enterShareLink, enterShareLinkInput } from '@sweetspot/core/share-links/enter-share-link';
import { listShareLinks, listShareLinksInput } from '@sweetspot/core/share-links/list-share-links';
import { previewShareLink, previewShareLinkInput } from '@sweetspot/core/share-links/preview-share-link';
import { revokeShareLink, revokeShareLinkInput } from '@sweetspot/core/share-links/revoke-share-link';
import { guestCookie } from '../../auth/guest-cookie.ts';
import { procedure, publicProcedure, router } from '../trpc.ts';

export const shareLinksRouter = router({
  list: procedure.input(listShareLinksInput).query(({ ctx, input }) => listShareLinks(ctx.core, input)),
  add: procedure.input(addShareLinkInput).mutation(({ ctx, input }) => addShareLink(ctx.core, input)),
  revoke: procedure.input(revokeShareLinkInput).mutation(({ ctx, input }) => revokeShareLink(ctx.core, input)),

  preview: publicProcedure.input(previewShareLinkInput).query(async ({ ctx, input }) => {
    const takeBack = await ctx.services.rateLimits.count('share', ctx.ip);
    const preview = await previewShareLink(ctx.core, input);
    await takeBack();
    return preview;
  }),

  /** Lets somebody in; a guest is known again by a cookie. */
  enter: publicProcedure.input(enterShareLinkInput).mutation(async ({ ctx, input }) => {
    const takeBack = await ctx.services.rateLimits.count('share', ctx.ip);
    const { sessionToken, href } = await enterShareLink(ctx.core, input, ctx.ip);
    await takeBack();
    if (sessionToken !== null) {
      ctx.setCookie(guestCookie([...ctx.identity.guestTokens, sessionToken], ctx.services.env));
    }
    return { href };
  }),
});
