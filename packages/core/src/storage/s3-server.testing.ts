/// <reference path="./s3rver.d.ts" />
import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import S3rver from 's3rver';
import type { S3StorageConfig } from './s3-storage.ts';

export type TestS3Server = {
  config: Required<Omit<S3StorageConfig, 'cacheDirectory' | 'cacheMaxBytes' | 'timeouts'>>;
  /** Answers under way: what nobody reads any more and nobody closed stays among them. */
  openAnswers(): number;
  /** Leaves requests of a method without an answer until they all go on, late, or are dropped. */
  holdBack(method: string): { goOn(): void; drop(): void };
  stop(): Promise<void>;
};

/** A real server of the S3 protocol on a free port of this machine, for tests; its one bucket lies in `directory`. */
export async function startS3Server(directory: string): Promise<TestS3Server> {
  await mkdir(directory, { recursive: true });
  const bucket = 'sweetspot';
  const s3rver = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket, configs: [] }] });
  await s3rver.configureBuckets();
  const answer = s3rver.getMiddleware();
  const held = new Map<string, { request: IncomingMessage; goOn: () => void }[]>();
  const server = createServer((request, response) => {
    const waiting = held.get(request.method ?? '');
    if (waiting) waiting.push({ request, goOn: () => answer(request, response) });
    else answer(request, response);
  });
  let open = 0;
  server.on('request', (_request, response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
  });
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
    openAnswers: () => open,
    holdBack(method) {
      held.set(method, []);
      const release = () => {
        const waiting = held.get(method) ?? [];
        held.delete(method);
        return waiting;
      };
      return {
        goOn() {
          for (const { goOn } of release()) goOn();
        },
        drop() {
          for (const { request } of release()) request.destroy();
        },
      };
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
