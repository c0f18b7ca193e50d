import type { Delivery, Prisma } from '../../client/client.ts';
import type { Db } from './db.ts';
import { makeJob } from './make-job.ts';

/** A finished delivery of exactly the version's file. No bytes are stored. */
export async function makeDelivery(
  db: Db,
  data: Partial<Prisma.DeliveryUncheckedCreateInput> & { versionId: string },
): Promise<Delivery> {
  const version = await db.version.findUniqueOrThrow({ where: { id: data.versionId }, include: { file: true } });
  const jobId =
    data.jobId ??
    (await makeJob(db, { songId: version.songId, kind: 'deliver', label: 'Delivery', state: 'succeeded', progress: 1 }))
      .id;
  return db.delivery.create({
    data: {
      fileSha256: version.file.sha256,
      formats: ['wav24'],
      zipKey: `deliveries/${jobId}.zip`,
      zipSizeBytes: 1_000_000n,
      files: [],
      ...data,
      songId: version.songId,
      jobId,
    },
  });
}
