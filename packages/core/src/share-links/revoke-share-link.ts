import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadShareLinkFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { endShareLinks } from './end-share-links.ts';

export const revokeShareLinkInput = z.object({ shareLinkId: idSchema });

/** Ends a link for everybody who has it, at once. What they wrote stays. */
export async function revokeShareLink(
  ctx: Context,
  { shareLinkId }: z.infer<typeof revokeShareLinkInput>,
): Promise<void> {
  const { access } = await loadShareLinkFor(ctx, shareLinkId, 'share.manage');
  const { projectId, author } = access;
  await changeProject(ctx, projectId, (tx) => endShareLinks(tx, { projectId, author, which: { id: shareLinkId } }));
}
