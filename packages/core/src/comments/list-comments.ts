import { idSchema, notFound } from '@sweetspot/protocol';
import type { CommentView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { findAudibleVersions } from '../access/audible-versions.ts';
import { loadSongFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import type { Context } from '../context.ts';
import { commentInclude, commentView } from './comment-view.ts';

export const listCommentsInput = z.object({ songId: idSchema, versionId: idSchema.optional() });

/**
 * The threads of a song, or of one of its versions, that the reader may see: in the order of their places in the music,
 * notes about a whole version first; replies in the order they were written.
 */
export async function listComments(
  ctx: Context,
  { songId, versionId }: z.infer<typeof listCommentsInput>,
): Promise<CommentView[]> {
  const { access } = await loadSongFor(ctx, songId, 'song.view');
  const { reader } = access;
  const grantsOf = await findAudibleVersions(ctx, reader, songId);
  const audible = [...grantsOf.keys()];
  if (versionId !== undefined && !audible.includes(versionId)) throw notFound('This version');

  const rows = await ctx.db.comment.findMany({
    where: {
      songId,
      deletedAt: null,
      versionId: versionId ?? { in: audible },
      ...(allows(reader.memberGrants, 'comment.view-team') ? {} : { visibility: 'everyone' }),
    },
    include: commentInclude,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const repliesOf = Map.groupBy(rows, ({ parentId }) => parentId);
  return (repliesOf.get(null) ?? [])
    .toSorted((a, b) => Number((a.startSample ?? -1n) - (b.startSample ?? -1n)))
    .map((root) => commentView(root, repliesOf.get(root.id) ?? [], reader, grantsOf.get(root.versionId)!));
}
