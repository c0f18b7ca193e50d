import { idSchema, versionLabel } from '@sweetspot/protocol';
import type { OtherReferenceView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { fileView } from '../files/file-view.ts';

export const listOtherReferencesInput = z.object({ songId: idSchema });

/** The references of the other songs of its project, in their order: a master of this one may be brought near them too. */
export async function listOtherReferences(
  ctx: Context,
  { songId }: z.infer<typeof listOtherReferencesInput>,
): Promise<OtherReferenceView[]> {
  // Who may ask for a master hears every version of the project.
  const { record: song } = await loadSongFor(ctx, songId, 'render.request');
  const references = await ctx.db.version.findMany({
    where: {
      kind: 'reference',
      removedAt: null,
      song: { projectId: song.projectId, deletedAt: null, id: { not: songId } },
    },
    include: { file: true, song: { select: { title: true } } },
    orderBy: [{ song: { position: 'asc' } }, { number: 'asc' }],
  });
  return references.map((version) => ({
    id: version.id,
    songTitle: version.song.title,
    name: version.name,
    label: versionLabel(version),
    file: fileView(version.file),
  }));
}
