import { join } from 'node:path';
import { type AlternateToDeliver, type RunOptions, runAudioTask } from '@sweetspot/audio';
import type { Context } from '@sweetspot/core/context';
import { type DeliveryOrder, getDeliveryOrder } from '@sweetspot/core/deliveries/get-delivery-order';
import { publishDelivery } from '@sweetspot/core/deliveries/publish-delivery';
import type { JobHandler } from '@sweetspot/core/queue/run-jobs';
import { deliveryZipKey, originalKey } from '@sweetspot/core/storage/storage';
import { AppError } from '@sweetspot/protocol';
import { partOf } from './part-of.ts';
import { takeCopies } from './take-copies.ts';

/** Of the work, with alternates: each of them is a mix and a master of its own. */
const alternatesShare = 0.7;

/** Makes the files of an approved version and packs them; each is decoded again and measured. */
export const deliver: JobHandler = async (ctx, run) => {
  const order = await getDeliveryOrder(ctx.db, run.job.subjectId);
  const share = order.alternates ? alternatesShare : 0;
  const alternates = order.alternates ? await makeAlternates(ctx, order.alternates, partOf(run, 0, share)) : [];
  const original = await ctx.storage.localCopy(originalKey(order.sha256));
  const artwork = order.artworkKey === null ? null : await ctx.storage.localCopy(order.artworkKey);
  try {
    const outDir = join(run.tempDir, 'delivery');
    const { formats, metadata, peaks, approvals } = order;
    const made = await runAudioTask(
      'deliver',
      {
        inputPath: original.path,
        outDir,
        formats,
        metadata,
        peaks,
        approvals,
        alternates,
        ...(artwork ? { artworkPath: artwork.path } : {}),
      },
      partOf(run, share, 1),
    );
    const zipKey = deliveryZipKey(order.deliveryId);
    await ctx.storage.putFile(zipKey, join(outDir, made.zip.name));
    const files = [
      ...made.files.map((file) => ({ file, of: {} })),
      ...made.alternates.map((file) => ({
        file,
        of: { alternate: file.alternate, heard: file.heard },
      })),
    ];
    await run.publish((tx) =>
      publishDelivery(tx, order.deliveryId, {
        zipKey,
        zipSizeBytes: BigInt(made.zip.sizeBytes),
        files: files.map(
          ({ file: { name, format, sha256, sizeBytes, loudness, identical, gainDb, warnings }, of }) => ({
            name,
            format,
            sha256,
            sizeBytes,
            truePeakDbtp: loudness.truePeakDbtp,
            integratedLufs: loudness.integratedLufs,
            identical,
            gainDb,
            warnings: warnings.map(({ message }) => message),
            ...of,
          }),
        ),
      }),
    );
  } finally {
    await artwork?.release();
    await original.release();
  }
};

/** Renders the alternates from the stems, or from the mix. Throws `conflict` when one of them cannot be made after all: none is left out unsaid. */
async function makeAlternates(
  ctx: Context,
  { kinds, sources }: NonNullable<DeliveryOrder['alternates']>,
  run: RunOptions,
): Promise<AlternateToDeliver[]> {
  const { mixFile } = sources;
  const read = [...sources.stems, ...(mixFile ? [{ id: mixFile.sha256, sha256: mixFile.sha256 }] : [])];
  const copies = await takeCopies(ctx.storage, read);
  try {
    const inputs = Object.fromEntries(sources.stems.map(({ id }) => [id, copies.get(id)!.path]));
    const outDir = join(run.tempDir, 'alternates');
    const { mix, master, roles, mixSha256, whole } = sources;
    const made = await runAudioTask(
      'alternates',
      {
        ...{ mix, master, roles, whole, inputs, kinds, outDir, baseName: 'alternate' },
        ...(mixFile ? { mixFile: { ...mixFile, path: copies.get(mixFile.sha256)!.path } } : {}),
      },
      run,
    );
    if (made.warnings.length > 0) {
      throw new AppError('conflict', made.warnings.map(({ message }) => message).join(' '));
    }
    const isOther = made.mixSha256 !== null && made.mixSha256 !== mixSha256;
    const note = isOther
      ? 'Mixed anew for this: this release does not mix these stems to the same bits any more.'
      : undefined;
    return made.files.map(({ kind, heard, bitDepth, name }) => ({
      kind,
      heard,
      bitDepth,
      path: join(outDir, name),
      note,
    }));
  } finally {
    await Promise.all([...copies.values()].map((copy) => copy.release()));
  }
}
