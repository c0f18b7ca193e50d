import type { Readable } from 'node:stream';
import { AppError } from '@sweetspot/protocol';

/** Where bytes live. Keys are relative paths of [a-z0-9/._-]; `originals/` is immutable and content-addressed. */
export type Storage = {
  readonly kind: 'fs' | 's3';
  /** Size in bytes, or null when there is nothing under the key. */
  findSize(key: string): Promise<bigint | null>;
  /** The bytes, whole or from `start` to `end` inclusive. Throws `not_found`. */
  read(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /**
   * Stores a local file under a key, durably before it answers. The file stays where it is and must not be written to
   * afterwards: on the same file system both names share the bytes. An original that is already there is kept.
   * Throws `storage_full`.
   */
  putFile(key: string, path: string): Promise<void>;
  /** Stores a small object. */
  putBytes(key: string, bytes: Uint8Array): Promise<void>;
  /** A path on this machine with the object's bytes, read-only, valid until `release()`; S3 fetches into a bounded cache. */
  localCopy(key: string): Promise<LocalCopy>;
  /**
   * Removing what is not there is no error. Throws `unavailable` when `signal` is raised first: whether and when it is
   * removed is then not known.
   */
  remove(key: string, options?: { signal?: AbortSignal }): Promise<void>;
  /** Every key below a prefix, with its size and age. */
  list(prefix: string): AsyncIterable<StoredObject>;
};

export type LocalCopy = { path: string; release(): Promise<void> };
export type StoredObject = { key: string; sizeBytes: bigint; modifiedAt: Date };

/** Key of an original: two levels, so that no folder grows without bound. */
export const originalKey = (sha256: string): string => `originals/${sha256.slice(0, 2)}/${sha256}`;

/** Prefix of what was derived from an original by one engine. */
export const derivedPrefix = (sha256: string, engine: string): string =>
  `derived/${sha256.slice(0, 2)}/${sha256}/${engine}`;

/** Key of a delivery's archive. */
export const deliveryZipKey = (deliveryId: string): string => `deliveries/${deliveryId}.zip`;

/** Key of a release's cover; a project may have had several. */
export const artworkKey = (projectId: string, sha256: string): string => `artwork/${projectId}/${sha256}`;

export const isOriginalKey = (key: string): boolean => key.startsWith('originals/');

const keyPattern = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;

/** Throws `bad_input` for anything that could leave the storage or mean something else on another system. */
export function assertKey(key: string): void {
  if (key.length > 512 || !keyPattern.test(key)) {
    throw new AppError('bad_input', 'A storage key consists of lower-case letters, digits, ".", "_", "-" and "/".', {
      detail: JSON.stringify(key.slice(0, 600)),
    });
  }
}

/** The `not_found` of a key that has no bytes. */
export const missingObject = (key: string): AppError =>
  new AppError('not_found', 'The bytes of this file are not in storage.', { detail: key });

/** The `unavailable` of a storage that failed or took too long. */
export const storageAway = (detail: string, cause?: unknown): AppError =>
  new AppError('unavailable', 'The file storage does not answer. Try again in a moment.', { detail, cause });
