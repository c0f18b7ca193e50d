import { AppError } from '@sweetspot/protocol';
import type { Db } from '../context.ts';

export type IngestOrder = { fileId: string; sha256: string; originalName: string };

/** What an ingest job reads. Throws `gone` when the file was removed. */
export async function getIngestOrder(db: Db, fileId: string): Promise<IngestOrder> {
  const file = await db.audioFile.findUnique({ where: { id: fileId } });
  if (!file || file.freedAt !== null) throw new AppError('gone', 'This file was removed.');
  return { fileId, sha256: file.sha256, originalName: file.originalName };
}

/** The files whose derived files can be made again: all that were read and still have bytes, or one of them. */
export async function listIngestOrders(db: Db, fileId?: string): Promise<IngestOrder[]> {
  const files = await db.audioFile.findMany({
    where: { state: 'ready', freedAt: null, ...(fileId === undefined ? {} : { id: fileId }) },
    orderBy: { createdAt: 'asc' },
    select: { id: true, sha256: true, originalName: true },
  });
  return files.map(({ id, ...file }) => ({ fileId: id, ...file }));
}
