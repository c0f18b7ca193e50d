import {
  AppError,
  type DeliveryFormat,
  type DeliveryMetadata,
  deliveryFormatSchema,
  deliveryMetadataSchema,
} from '@sweetspot/protocol';
import { z } from 'zod';
import type { Db } from '../context.ts';

export type DeliveryOrder = {
  deliveryId: string;
  /** Of the file that was approved. */
  sha256: string;
  formats: DeliveryFormat[];
  metadata: DeliveryMetadata & { title: string; artist: string };
};

/** What a delivery job needs. Throws `gone` when the version was removed. */
export async function getDeliveryOrder(db: Db, deliveryId: string): Promise<DeliveryOrder> {
  const delivery = await db.delivery.findUnique({
    where: { id: deliveryId },
    include: { version: true, song: { include: { project: true } } },
  });
  if (!delivery || delivery.version.removedAt !== null || delivery.song.deletedAt !== null) {
    throw new AppError('gone', 'What was to be delivered has been removed.');
  }
  const { song } = delivery;
  const metadata = deliveryMetadataSchema.parse(delivery.metadata);
  return {
    deliveryId,
    sha256: delivery.fileSha256,
    formats: z.array(deliveryFormatSchema).parse(delivery.formats),
    metadata: {
      ...metadata,
      title: metadata.title || song.title,
      artist: metadata.artist || song.project.artistName,
    },
  };
}
