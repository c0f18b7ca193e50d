import { join } from 'node:path';
import { runAudioTask } from '@sweetspot/audio';
import { getDeliveryOrder } from '@sweetspot/core/deliveries/get-delivery-order';
import { publishDelivery } from '@sweetspot/core/deliveries/publish-delivery';
import type { JobHandler } from '@sweetspot/core/queue/run-jobs';
import { deliveryZipKey, originalKey } from '@sweetspot/core/storage/storage';

/** Makes the files of an approved version and packs them; each is decoded again and measured. */
export const deliver: JobHandler = async (ctx, run) => {
  const order = await getDeliveryOrder(ctx.db, run.job.subjectId);
  const original = await ctx.storage.localCopy(originalKey(order.sha256));
  const artwork = order.artworkKey === null ? null : await ctx.storage.localCopy(order.artworkKey);
  try {
    const outDir = join(run.tempDir, 'delivery');
    const { formats, metadata, peaks, approvals } = order;
    const { files, zip } = await runAudioTask(
      'deliver',
      {
        inputPath: original.path,
        outDir,
        formats,
        metadata,
        peaks,
        approvals,
        ...(artwork ? { artworkPath: artwork.path } : {}),
      },
      run,
    );
    const zipKey = deliveryZipKey(order.deliveryId);
    await ctx.storage.putFile(zipKey, join(outDir, zip.name));
    await run.publish((tx) =>
      publishDelivery(tx, order.deliveryId, {
        zipKey,
        zipSizeBytes: BigInt(zip.sizeBytes),
        files: files.map(({ name, format, sha256, sizeBytes, loudness, identical, gainDb, warnings }) => ({
          name,
          format,
          sha256,
          sizeBytes,
          truePeakDbtp: loudness.truePeakDbtp,
          integratedLufs: loudness.integratedLufs,
          identical,
          gainDb,
          warnings: warnings.map(({ message }) => message),
        })),
      }),
    );
  } finally {
    await artwork?.release();
    await original.release();
  }
};
