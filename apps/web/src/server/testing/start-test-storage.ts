import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3Server } from '@sweetspot/core/storage/s3-server.testing';
import type { Storage } from '@sweetspot/core/storage/storage';

/** Every storage that an installation can be configured for. */
export const storageKinds: Storage['kind'][] = ['fs', 's3'];

export type TestStorage = {
  /** For `startTestWeb`. */
  env: Record<string, string>;
  /** Reads that a server of the storage still answers; a folder has none. */
  openReads(): number;
  stop(): Promise<void>;
};

/** A storage of that kind, with nothing in it: a bucket on a real server, or the folder that is there anyway. */
export async function startTestStorage(kind: Storage['kind']): Promise<TestStorage> {
  if (kind === 'fs') return { env: {}, openReads: () => 0, stop: async () => undefined };
  const directory = await mkdtemp(join(tmpdir(), 'sweetspot-s3-test-'));
  const { config, openAnswers, stop } = await startS3Server(directory);
  return {
    env: {
      S3_BUCKET: config.bucket,
      S3_ENDPOINT: config.endpoint,
      S3_REGION: config.region,
      S3_ACCESS_KEY_ID: config.credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: config.credentials.secretAccessKey,
    },
    openReads: openAnswers,
    async stop() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
