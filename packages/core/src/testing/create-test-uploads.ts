import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Context } from '../context.ts';
import { createQueue } from '../queue/create-queue.ts';
import { createFsStorage } from '../storage/fs-storage.ts';
import { startUpload } from '../uploads/start-upload.ts';
import { createTestCore, makeCast, type TestCore } from './create-test-core.ts';

export const hashOf = (bytes: string): string => createHash('sha256').update(bytes).digest('hex');

/** A cast whose files can arrive: with a queue, a storage in `storageDirectory`, and a folder for uploads. */
export async function createTestUploads() {
  const core = await createTestCore();
  const queue = await createQueue({ databaseUrl: core.databaseUrl, log: pino({ level: 'silent' }) });
  const cast = await makeCast(core.db);
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-uploads-'));
  const storageDirectory = join(folder, 'storage');
  const storage = createFsStorage({ directory: storageDirectory });
  const uploadDirectory = join(folder, 'uploads');
  await mkdir(uploadDirectory);

  const as = (actor: Parameters<TestCore['as']>[0]): Context => ({ ...core.as(actor), queue, storage });
  const pathOf = (uploadId: string): string => join(uploadDirectory, uploadId);

  return {
    core,
    cast,
    folder,
    storage,
    storageDirectory,
    directories: { uploadDirectory },
    as,
    pathOf,
    /** An upload whose bytes have arrived. */
    async upload(
      bytes: string,
      more: Partial<Parameters<typeof startUpload>[1]> = {},
      ctx = as(cast.engineer),
    ): Promise<{ uploadId: string; sha256: string }> {
      const { uploadId } = await startUpload(ctx, {
        songId: cast.song.id,
        purpose: 'stem',
        fileName: 'Lead_Vocal 01.wav',
        sizeBytes: Buffer.byteLength(bytes),
        ...more,
      });
      await writeFile(pathOf(uploadId), bytes);
      await writeFile(`${pathOf(uploadId)}.json`, '{}');
      return { uploadId, sha256: hashOf(bytes) };
    },
    async end(): Promise<void> {
      await queue.stop();
      await core.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type TestUploads = Awaited<ReturnType<typeof createTestUploads>>;
