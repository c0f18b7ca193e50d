import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@sweetspot/protocol';
import { findNoRoom, type NoRoom } from '@sweetspot/protocol/no-room';
import { assertKey, isOriginalKey, missingObject, type Storage, type StoredObject, storageAway } from './storage.ts';

/** Half-written files; below the root so that a rename never crosses a file system. Its name is no valid key. */
const temporaryFolder = '.tmp';

/**
 * Storage in a folder. A file appears under its key whole or not at all: it is written beside, fsynced, then renamed or
 * linked, and the folder is fsynced, so that it survives a power cut once the call has answered.
 */
export function createFsStorage({
  directory,
  leftoverAfterMs = 24 * 3600 * 1000,
}: {
  directory: string;
  /** Half-written files of this age were left by processes that were killed. */
  leftoverAfterMs?: number;
}): Storage {
  const pathOf = (key: string): string => {
    assertKey(key);
    return join(directory, ...key.split('/'));
  };

  /** Gives `temporary` its final name. An original that is there already has the same bytes and stays. */
  async function publish(key: string, temporary: string): Promise<void> {
    const path = pathOf(key);
    await makeFolder(dirname(path));
    if (isOriginalKey(key)) {
      await chmod(temporary, 0o444);
      await link(temporary, path).catch((error: unknown) => {
        if (isCode(error, 'EEXIST')) return;
        // A file system without hard links: rename replaces the same bytes by the same bytes.
        if (isCode(error, 'EPERM', 'ENOTSUP', 'EMLINK')) return rename(temporary, path);
        throw error;
      });
    } else {
      await rename(temporary, path);
    }
    // After link() there are two names; rename() of two names of one file leaves both.
    await rm(temporary, { force: true });
    await syncFolder(dirname(path));
  }

  let prepared: Promise<void> | undefined;

  /** Makes the folder for half-written files, and removes what killed processes left in it. */
  async function prepare(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      // Not when it was written: a name that was linked just now may have old bytes.
      const { ctimeMs } = await stat(path).catch(missingAsNever);
      if (ctimeMs < Date.now() - leftoverAfterMs) await rm(path, { force: true });
    }
  }

  async function withTemporary(key: string, fill: (temporary: string) => Promise<void>): Promise<void> {
    const folder = join(directory, temporaryFolder);
    const temporary = join(folder, randomUUID());
    try {
      prepared ??= prepare(folder);
      await prepared;
      await fill(temporary);
      await publish(key, temporary);
    } catch (error) {
      prepared = undefined; // Perhaps it was the folder.
      await rm(temporary, { force: true });
      throw explain(error, key);
    }
  }

  const storage: Storage = {
    kind: 'fs',

    async findSize(key) {
      try {
        const found = await stat(pathOf(key), { bigint: true });
        return found.isFile() ? found.size : null;
      } catch (error) {
        if (isCode(error, 'ENOENT', 'ENOTDIR')) return null;
        throw error;
      }
    },

    async read(key, range) {
      const file = await open(pathOf(key), 'r').catch((error: unknown) => {
        throw isCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR') ? missingObject(key) : error;
      });
      return file.createReadStream({ ...range, highWaterMark: 256 * 1024 });
    },

    async putFile(key, path) {
      assertKey(key);
      await withTemporary(key, async (temporary) => {
        await syncFile(path);
        await link(path, temporary).catch(async (error: unknown) => {
          if (!isCode(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK')) throw error;
          await copyFile(path, temporary, constants.COPYFILE_FICLONE);
          await syncFile(temporary);
        });
      });
    },

    async putBytes(key, bytes) {
      assertKey(key);
      await withTemporary(key, async (temporary) => {
        const file = await open(temporary, 'wx');
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
      });
    },

    async localCopy(key) {
      const path = pathOf(key);
      if ((await storage.findSize(key)) === null) throw missingObject(key);
      return { path, release: async () => undefined };
    },

    async remove(key, { signal } = {}) {
      const path = pathOf(key);
      if (signal?.aborted) throw storageAway(key, signal.reason);
      await rm(path, { force: true });
    },

    async *list(prefix) {
      const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
      if (folder !== '') assertKey(folder);
      for await (const object of walk(directory, folder)) if (object.key.startsWith(prefix)) yield object;
    },
  };
  return storage;
}

async function* walk(root: string, folder: string): AsyncGenerator<StoredObject> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(root, key);
    else if (entry.isFile()) {
      const found = await stat(join(root, key), { bigint: true }).catch((error: unknown) => {
        // Removed while the list was being read.
        if (isCode(error, 'ENOENT')) return null;
        throw error;
      });
      if (found) yield { key, sizeBytes: found.size, modifiedAt: found.mtime };
    }
  }
}

/** Makes a folder and makes its existence durable, level by level from the first that was missing. */
async function makeFolder(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true });
  if (firstMade === undefined) return;
  for (let folder = path; ; folder = dirname(folder)) {
    await syncFolder(dirname(folder));
    if (folder === firstMade) return;
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its renames are journalled.
  if (process.platform === 'win32') return;
  await syncFile(path);
}

/** Removed by its owner while the folder was looked through. */
function missingAsNever(error: unknown): { ctimeMs: number } {
  if (isCode(error, 'ENOENT')) return { ctimeMs: Number.POSITIVE_INFINITY };
  throw error;
}

const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

const noRoomSentences: Record<NoRoom, string> = {
  disk_full: 'The disk of this installation is full. Free some space, then try again.',
  file_too_large: 'The disk of this installation takes no file of this size. It needs another file system or limit.',
};

function explain(error: unknown, key: string): unknown {
  const noRoom = findNoRoom(error);
  return noRoom ? new AppError('storage_full', noRoomSentences[noRoom], { detail: key, cause: error }) : error;
}
