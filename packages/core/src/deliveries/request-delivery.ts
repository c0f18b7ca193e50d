import { randomUUID } from 'node:crypto';
import {
  AppError,
  alternateKindSchema,
  deliveryFormatSchema,
  deliveryMetadataSchema,
  deliveryPeaksSchema,
  idSchema,
  usualPeaks,
  versionLabel,
} from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor, loadVersionFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { preflightDelivery } from './preflight-delivery.ts';
import { readRelease } from './suggest-metadata.ts';

export const requestDeliveryInput = z.object({
  songId: idSchema,
  versionId: idSchema,
  formats: z
    .array(deliveryFormatSchema)
    .min(1, 'Choose at least one format.')
    .transform((formats) => [...new Set(formats)]),
  /** What is left out is as it would be suggested; an empty text leaves a tag out. */
  metadata: deliveryMetadataSchema.default({}),
  peaks: deliveryPeaksSchema.default(usualPeaks),
  /** Other versions to be made from the stems behind the master, and packed with it. */
  alternates: z
    .array(alternateKindSchema)
    .transform((kinds) => [...new Set(kinds)])
    .default([]),
});

/**
 * Asks for the files of an approved version. Bound to the file that was approved: should the version ever point to
 * another one, this delivery is still of that. Throws `conflict` with what stands against it.
 */
export async function requestDelivery(
  ctx: Context,
  {
    songId,
    versionId,
    formats,
    metadata = {},
    peaks = usualPeaks,
    alternates = [],
  }: z.input<typeof requestDeliveryInput>,
): Promise<{ deliveryId: string; jobId: string }> {
  const { record: song, access } = await loadSongFor(ctx, songId, 'delivery.request');
  return changeProject(ctx, song.projectId, async (tx) => {
    const { record: version } = await loadVersionFor(tx, versionId, 'version.listen');
    const { findings } = await preflightDelivery(tx, { songId, versionId, formats, metadata, peaks, alternates });
    const { suggested, artwork } = await readRelease(tx.db, songId);
    const against = findings.filter(({ severity }) => severity === 'blocks');
    if (against.length > 0) throw new AppError('conflict', against.map(({ message }) => message).join(' '));

    const deliveryId = randomUUID();
    const jobId = await tx.queue.enqueue(tx.db, {
      projectId: song.projectId,
      songId,
      kind: 'deliver',
      subjectId: deliveryId,
      label: `Delivery of ${versionLabel(version)}`,
      createdById: access.author.userId,
    });
    await tx.db.delivery.create({
      data: {
        id: deliveryId,
        songId,
        versionId,
        fileSha256: version.file.sha256,
        formats,
        peaks,
        ...(alternates.length > 0 ? { alternates } : {}),
        ...(artwork ? { artwork } : {}),
        metadata: { ...suggested, ...deliveryMetadataSchema.parse(metadata) },
        jobId,
        createdById: access.author.userId,
      },
    });
    return { deliveryId, jobId };
  });
}
