import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import S3rver from 's3rver';
import type { S3StorageConfig } from './s3-storage.ts';

/** A real server of the S3 protocol on a free port of this machine, for tests; its one bucket lies in `directory`. */
export async function startS3Server(
  directory: string,
): Promise<{ config: Omit<S3StorageConfig, 'cacheDirectory' | 'cacheMaxBytes'>; stop(): Promise<void> }> {
  await mkdir(directory, { recursive: true });
  const bucket = 'sweetspot';
  const s3rver = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket, configs: [] }] });
  await s3rver.configureBuckets();
  const server = createServer(s3rver.getMiddleware());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    config: {
      bucket,
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      forcePathStyle: true,
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
