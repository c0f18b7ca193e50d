import { type Artwork, artworkSchema, notFound } from '@sweetspot/protocol';
import { loadProjectFor } from '../access/load.ts';
import type { AccessContext } from '../access/reader.ts';

/** The cover of a release. Throws `not_found` when it has none. */
export async function getArtwork(ctx: AccessContext, projectId: string): Promise<Artwork> {
  const { record } = await loadProjectFor(ctx, projectId, 'project.view');
  if (record.artwork === null) throw notFound('This artwork');
  return artworkSchema.parse(record.artwork);
}
