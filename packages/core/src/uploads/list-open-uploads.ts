import { idSchema } from '@sweetspot/protocol';
import type { UploadView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { shownFailure } from './shown-failure.ts';
import { uploadView } from './upload-view.ts';

export const listOpenUploadsInput = z.object({ songId: idSchema });

/**
 * Uploads of a song that are under way, and those that failed, themselves or when their file was read, until they are
 * dismissed or what they became is removed.
 */
export async function listOpenUploads(
  ctx: Context,
  { songId }: z.infer<typeof listOpenUploadsInput>,
): Promise<UploadView[]> {
  await loadSongFor(ctx, songId, 'upload.view');
  const uploads = await ctx.db.upload.findMany({
    where: {
      songId,
      dismissedAt: null,
      OR: [{ state: { in: ['open', 'failed'] } }, { state: 'finished', file: shownFailure }],
    },
    include: { file: true },
    orderBy: { createdAt: 'asc' },
  });
  return uploads.map(uploadView);
}
