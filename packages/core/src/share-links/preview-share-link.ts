import type { ShareRight } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { findActiveLink } from './find-active-link.ts';
import { targetLabel } from './share-link-view.ts';

export const previewShareLinkInput = z.object({ token: z.string().max(200) });

export type ShareLinkPreview = {
  /** Null until the password was given: before it, nothing is told. */
  title: string | null;
  needsPassword: boolean;
  /** False for a signed-in person, whose name is known. */
  needsName: boolean;
  rights: ShareRight[];
};

/** What a link says before it is entered; reading it uses nothing up. Throws `not_found`. */
export async function previewShareLink(
  ctx: Context,
  { token }: z.infer<typeof previewShareLinkInput>,
): Promise<ShareLinkPreview> {
  const link = await findActiveLink(ctx, token);
  const needsPassword = link.passwordHash !== null;
  return {
    title: needsPassword ? null : targetLabel(link),
    needsPassword,
    needsName: ctx.actor.kind !== 'user',
    rights: link.rights,
  };
}
