import { createHash } from 'node:crypto';
import type { Artwork } from '@sweetspot/protocol';
import { eventActor } from '../access/author.ts';
import { loadProjectFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { artworkKey } from '../storage/storage.ts';
import { changeProject } from '../transaction.ts';

/**
 * Sets the cover of a release, given as a JPEG or PNG that the caller has decoded. The one before stays in storage as long
 * as a delivery has it.
 */
export async function setArtwork(
  ctx: Context,
  projectId: string,
  { bytes, ...picture }: Pick<Artwork, 'mime' | 'width' | 'height'> & { bytes: Uint8Array },
): Promise<Artwork> {
  const { access } = await loadProjectFor(ctx, projectId, 'delivery.request');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const artwork: Artwork = { ...picture, sha256, sizeBytes: bytes.length };
  await ctx.storage.putBytes(artworkKey(projectId, sha256), bytes);
  await changeProject(ctx, projectId, async ({ db }) => {
    await db.project.update({ where: { id: projectId }, data: { artwork } });
    await appendEvent(db, { projectId, type: 'project.updated', payload: {}, actor: eventActor(access.author) });
  });
  return artwork;
}
