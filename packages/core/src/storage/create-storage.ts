import { createFsStorage } from './fs-storage.ts';
import { createS3Storage, type S3StorageConfig } from './s3-storage.ts';
import type { Storage } from './storage.ts';

export type StorageConfig = { kind: 'fs'; directory: string } | ({ kind: 's3' } & S3StorageConfig);

/** The storage that an installation is configured for. */
export function createStorage(config: StorageConfig): Storage {
  switch (config.kind) {
    case 'fs':
      return createFsStorage(config);
    case 's3':
      return createS3Storage(config);
  }
}
