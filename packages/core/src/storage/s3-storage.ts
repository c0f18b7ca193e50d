import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { AppError } from '@sweetspot/protocol';
import { createLocalCache } from './local-cache.ts';
import { assertKey, isOriginalKey, missingObject, type Storage, storageAway } from './storage.ts';

export type S3StorageConfig = {
  bucket: string;
  region: string;
  /** Address of a server other than Amazon's. */
  endpoint?: string;
  /** Without keys the SDK looks where it always looks: environment, profile, role of the machine. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  /** `https://server/bucket/key` instead of `https://bucket.server/key`; what servers other than Amazon's want. */
  forcePathStyle?: boolean;
  /** Folder of this process alone for local copies. */
  cacheDirectory: string;
  cacheMaxBytes: number;
  timeouts?: S3Timeouts;
};

/** In milliseconds, for each attempt; the SDK makes three. */
export type S3Timeouts = {
  /** Until a connection stands. */
  connect: number;
  /** Until an answer begins to a request that sends no bytes of a file. */
  answer: number;
  /** Without a byte in either direction. There is no limit to the whole: files are large and lines slow. */
  idle: number;
};

/** A listener who stops reading holds a read up: idle is longer than the web process lets them (`createHttpServer`). */
const usualTimeouts: S3Timeouts = { connect: 10_000, answer: 30_000, idle: 150_000 };

/** 10,000 parts of 16 MiB hold 156 GiB; S3 allows no more parts. */
const partSizeBytes = 16 * 1024 * 1024;

/** Storage in a bucket. An object appears when its last part is confirmed, whole or not at all. */
export function createS3Storage(config: S3StorageConfig): Storage & { close(): void } {
  const bucket = config.bucket;
  const timeouts = config.timeouts ?? usualTimeouts;
  const short = { requestTimeout: timeouts.answer };
  const client = new S3Client({
    region: config.region,
    endpoint: config.endpoint,
    credentials: config.credentials,
    forcePathStyle: config.forcePathStyle ?? config.endpoint !== undefined,
    // Trailing checksums are Amazon's alone; other servers store them as part of the body. TLS and ETags remain.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: timeouts.connect,
      socketTimeout: timeouts.idle,
      throwOnRequestTimeout: true,
    },
  });
  const cache = createLocalCache({ directory: config.cacheDirectory, maxBytes: config.cacheMaxBytes });

  const storage: Storage & { close(): void } = {
    kind: 's3',

    async findSize(key) {
      assertKey(key);
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), short);
        return BigInt(head.ContentLength ?? 0);
      } catch (error) {
        if (isMissing(error)) return null;
        throw explain(error, key);
      }
    },

    async read(key, range) {
      assertKey(key);
      try {
        const Range = range ? `bytes=${range.start}-${range.end}` : undefined;
        const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }), short);
        return object.Body instanceof Readable ? object.Body : Readable.from([]);
      } catch (error) {
        throw isMissing(error) ? missingObject(key) : explain(error, key);
      }
    },

    async putFile(key, path) {
      assertKey(key);
      const { size } = await stat(path, { bigint: true });
      if (isOriginalKey(key) && (await storage.findSize(key)) === size) return;
      const body = createReadStream(path);
      const upload = new Upload({
        client,
        params: { Bucket: bucket, Key: key, Body: body },
        partSize: partSizeBytes,
        queueSize: 3,
      });
      try {
        await upload.done();
      } catch (error) {
        throw explain(error, key);
      } finally {
        body.destroy();
      }
    },

    async putBytes(key, bytes) {
      assertKey(key);
      try {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
      } catch (error) {
        throw explain(error, key);
      }
    },

    localCopy: (key) => cache.take(key, () => storage.read(key)),

    async remove(key, { signal } = {}) {
      assertKey(key);
      try {
        const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
        await client.send(command, { ...short, abortSignal: signal });
      } catch (error) {
        if (!isMissing(error)) throw explain(error, key);
      }
    },

    async *list(prefix) {
      let after: string | undefined;
      do {
        const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: after });
        const page = await client.send(command, short).catch((error: unknown) => {
          throw explain(error, prefix);
        });
        for (const { Key, Size, LastModified } of page.Contents ?? []) {
          if (Key !== undefined && LastModified !== undefined) {
            yield { key: Key, sizeBytes: BigInt(Size ?? 0), modifiedAt: LastModified };
          }
        }
        after = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (after !== undefined);
    },

    close: () => client.destroy(),
  };
  return storage;
}

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 404 || error.name === 'NoSuchKey');

function explain(error: unknown, key: string): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 507) {
    return new AppError('storage_full', 'The file storage of this installation is full.', {
      detail: key,
      cause: error,
    });
  }
  return storageAway(`${key}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`, error);
}
