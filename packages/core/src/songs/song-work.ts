import { deliveryFileSchema, versionLabel } from '@sweetspot/protocol';
import type { DeliveryView, PersonView, RenderView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import type { Db } from '../context.ts';
import { jobView } from '../jobs/job-view.ts';

type People = ReadonlyMap<string, PersonView>;
const filesSchema = z.array(deliveryFileSchema).catch([]);
const formatsSchema = z.array(z.string()).catch([]);

/** The newest fifty renders of a song, newest first. */
export async function listRenders(db: Db, songId: string) {
  const renders = await db.render.findMany({
    where: { songId },
    orderBy: { createdAt: 'desc' },
    take: 50,
    include: { version: { select: { id: true, removedAt: true } } },
  });
  return withJobs(db, renders);
}

/** The deliveries of a song, newest first. */
export async function listDeliveries(db: Db, songId: string) {
  const deliveries = await db.delivery.findMany({
    where: { songId, version: { removedAt: null } },
    orderBy: { createdAt: 'desc' },
    include: { version: true },
  });
  return withJobs(db, deliveries);
}

async function withJobs<T extends { jobId: string }>(db: Db, rows: T[]) {
  const jobs = await db.job.findMany({ where: { id: { in: rows.map(({ jobId }) => jobId) } } });
  const jobOf = new Map(jobs.map((job) => [job.id, job]));
  return rows.flatMap((row) => {
    const job = jobOf.get(row.jobId);
    return job === undefined ? [] : [{ ...row, job }];
  });
}

export const renderView = (
  { id, kind, version, job, requestedById, createdAt }: Awaited<ReturnType<typeof listRenders>>[number],
  people: People,
): RenderView => ({
  id,
  kind,
  versionId: version === null || version.removedAt !== null ? null : version.id,
  job: jobView(job),
  requestedBy: people.get(requestedById ?? '') ?? null,
  createdAt,
});

export const deliveryView = (
  delivery: Awaited<ReturnType<typeof listDeliveries>>[number],
  people: People,
): DeliveryView => ({
  id: delivery.id,
  versionId: delivery.versionId,
  versionLabel: versionLabel(delivery.version),
  fileSha256: delivery.fileSha256,
  formats: formatsSchema.parse(delivery.formats),
  job: jobView(delivery.job),
  zipSizeBytes: delivery.zipSizeBytes === null ? null : Number(delivery.zipSizeBytes),
  files: filesSchema.parse(delivery.files ?? []),
  createdBy: people.get(delivery.createdById ?? '') ?? null,
  createdAt: delivery.createdAt,
});
