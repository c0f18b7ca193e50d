import { idSchema, notFound } from '@sweetspot/protocol';
import type { CommentView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import { grantsAt } from '../access/reader.ts';
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
  const versions = await ctx.db.version.findMany({
    where: { songId, removedAt: null },
    select: { id: true, kind: true, number: true, file: { select: { state: true } } },
  });
  const ready = versions.filter(({ file }) => file.state === 'ready');
  const grantsOf = new Map(
    versions.map((version) => {
      const latest = !ready.some(({ kind, number }) => kind === version.kind && number > version.number);
      const place = { songId, version: { id: version.id, ready: version.file.state === 'ready', latest } };
      return [version.id, grantsAt(reader, place)];
    }),
  );
  const audible = versions.map(({ id }) => id).filter((id) => allows(grantsOf.get(id)!, 'version.listen'));
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
