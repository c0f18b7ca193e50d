import { idSchema } from '@sweetspot/protocol';
import type { ShareLinkView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadProjectFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { shareLinkInclude, shareLinkView } from './share-link-view.ts';

export const listShareLinksInput = z.object({ projectId: idSchema });

/** Every link of a project, newest first, with who came through it. */
export async function listShareLinks(
  ctx: Context,
  { projectId }: z.infer<typeof listShareLinksInput>,
): Promise<ShareLinkView[]> {
  await loadProjectFor(ctx, projectId, 'share.manage');
  const links = await ctx.db.shareLink.findMany({
    where: { projectId },
    include: shareLinkInclude,
    orderBy: { createdAt: 'desc' },
  });
  return links.map((link) => shareLinkView(link, ctx.clock.now()));
}
