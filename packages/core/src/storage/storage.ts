import type { Readable } from 'node:stream';

/** Where bytes live. Keys are relative paths of [a-z0-9/._-]; `originals/` is immutable and content-addressed. */
export type Storage = {
  readonly kind: 'fs' | 's3';
  /** Size in bytes, or null when there is nothing under the key. */
  findSize(key: string): Promise<bigint | null>;
  /** The bytes, whole or from `start` to `end` inclusive. Throws `not_found`. */
  read(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Stores a local file under a key, durably (fsync) before it answers; the file may be moved. An existing original is kept. */
  putFile(key: string, path: string): Promise<void>;
  /** Stores a small object. */
  putBytes(key: string, bytes: Uint8Array): Promise<void>;
  /** A path on this machine with the object's bytes, read-only, valid until `release()`; S3 fetches into a bounded cache. */
  localCopy(key: string): Promise<{ path: string; release(): Promise<void> }>;
  remove(key: string): Promise<void>;
  /** Every key below a prefix, with its size and age. */
  list(prefix: string): AsyncIterable<{ key: string; sizeBytes: bigint; modifiedAt: Date }>;
};

/** Key of an original: two levels, so that no folder grows without bound. */
export const originalKey = (sha256: string): string => `originals/${sha256.slice(0, 2)}/${sha256}`;

/** Prefix of what was derived from an original by one engine. */
export const derivedPrefix = (sha256: string, engine: string): string =>
  `derived/${sha256.slice(0, 2)}/${sha256}/${engine}`;
