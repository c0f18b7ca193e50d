import {
  type AlternateKind,
  AppError,
  alternateKindSchema,
  artworkSchema,
  type DeliveryFormat,
  type DeliveryPeaks,
  type DeliveryTags,
  deliveryFormatSchema,
  deliveryMetadataSchema,
  deliveryPeaksSchema,
  usualPeaks,
} from '@sweetspot/protocol';
import { z } from 'zod';
import { approvalInclude, isValidApproval } from '../approvals/approval-view.ts';
import type { Db } from '../context.ts';
import { writerView } from '../people/person-view.ts';
import { artworkKey } from '../storage/storage.ts';
import { type AlternateSources, findAlternateSources } from './find-alternate-sources.ts';

export type DeliveryOrder = {
  deliveryId: string;
  /** Of the file that was approved. */
  sha256: string;
  formats: DeliveryFormat[];
  metadata: DeliveryTags;
  peaks: DeliveryPeaks;
  /** Who said yes to the file. */
  approvals: { name: string; at: string }[];
  /** Key of the cover. */
  artworkKey: string | null;
  /** Other versions that are to be made, and from what; null for none. */
  alternates: { kinds: AlternateKind[]; sources: AlternateSources } | null;
};

/** What a delivery job needs. Throws `gone` when the version, or a stem that alternates need, was removed. */
export async function getDeliveryOrder(db: Db, deliveryId: string): Promise<DeliveryOrder> {
  const delivery = await db.delivery.findUnique({
    where: { id: deliveryId },
    include: {
      version: { include: { approvals: { include: approvalInclude, orderBy: { createdAt: 'asc' } } } },
      song: { include: { project: true } },
    },
  });
  if (!delivery || delivery.version.removedAt !== null || delivery.song.deletedAt !== null) {
    throw new AppError('gone', 'What was to be delivered has been removed.');
  }
  const { song } = delivery;
  const yes = delivery.version.approvals.filter(
    (one) => one.decision === 'approved' && isValidApproval(one, { sha256: delivery.fileSha256 }),
  );
  const artwork = artworkSchema.nullable().parse(delivery.artwork);
  const metadata = deliveryMetadataSchema.parse(delivery.metadata);
  const kinds = z.array(alternateKindSchema).parse(delivery.alternates ?? []);
  return {
    deliveryId,
    alternates: kinds.length > 0 ? { kinds, sources: await needSources(db, delivery.versionId) } : null,
    sha256: delivery.fileSha256,
    formats: z.array(deliveryFormatSchema).parse(delivery.formats),
    approvals: yes.map(({ user, guest, createdAt }) => ({
      name: writerView(user, guest).name,
      at: createdAt.toISOString(),
    })),
    artworkKey: artwork ? artworkKey(song.projectId, artwork.sha256) : null,
    peaks: deliveryPeaksSchema.catch(usualPeaks).parse(delivery.peaks),
    metadata: {
      ...metadata,
      title: metadata.title || song.title,
      artist: metadata.artist || song.project.artistName,
    },
  };
}

async function needSources(db: Db, versionId: string): Promise<AlternateSources> {
  const sources = await findAlternateSources(db, versionId);
  if ('reason' in sources) throw new AppError('gone', sources.reason);
  return sources;
}
