import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where a file is written before it is whole. */
export const partPath = (path: string): string => `${path}.part`;

/** Makes a finished part file appear under its name, surviving a loss of power when `durable`. */
export function publishFile(path: string, durable = true): void {
  if (durable) syncPath(partPath(path));
  renameSync(partPath(path), path);
  if (durable) syncPath(dirname(path));
}

function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
