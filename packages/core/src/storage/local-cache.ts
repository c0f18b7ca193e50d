import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { LocalCopy } from './storage.ts';

type Entry = { path: string; sizeBytes: number; holders: number; lastUse: number; fetched: Promise<void> };

export type LocalCache = {
  /** The object's bytes in a local file, fetched when they are not there; held until `release()`. */
  take(key: string, fetch: () => Promise<Readable>): Promise<LocalCopy>;
};

/**
 * Local copies of remote objects. At most `maxBytes` are kept; what is held is never dropped, so the bound may be passed
 * while more is in use at once. The folder belongs to one process, which empties it at its first use.
 */
export function createLocalCache({ directory, maxBytes }: { directory: string; maxBytes: number }): LocalCache {
  const entries = new Map<string, Entry>();
  let uses = 0;
  let emptied: Promise<unknown> | undefined;

  async function fill(entry: Entry, fetch: () => Promise<Readable>): Promise<void> {
    emptied ??= rm(directory, { recursive: true, force: true }).then(() => mkdir(directory, { recursive: true }));
    await emptied;
    await pipeline(await fetch(), createWriteStream(entry.path, { flags: 'wx' }));
    entry.sizeBytes = (await stat(entry.path)).size;
  }

  function add(key: string, fetch: () => Promise<Readable>): Entry {
    // A name of its own for every fetch: a dropped copy's removal never meets its successor.
    const entry: Entry = {
      path: join(directory, randomUUID()),
      sizeBytes: 0,
      holders: 0,
      lastUse: 0,
      fetched: Promise.resolve(),
    };
    entry.fetched = fill(entry, fetch).catch(async (error: unknown) => {
      entries.delete(key);
      await rm(entry.path, { force: true });
      throw error;
    });
    entries.set(key, entry);
    return entry;
  }

  async function dropOldest(): Promise<void> {
    let total = entries.values().reduce((sum, entry) => sum + entry.sizeBytes, 0);
    const dropped: string[] = [];
    for (const [key, entry] of [...entries].sort(([, a], [, b]) => a.lastUse - b.lastUse)) {
      if (total <= maxBytes) break;
      if (entry.holders > 0) continue;
      total -= entry.sizeBytes;
      entries.delete(key);
      dropped.push(entry.path);
    }
    await Promise.all(dropped.map((path) => rm(path, { force: true })));
  }

  return {
    async take(key, fetch) {
      const entry = entries.get(key) ?? add(key, fetch);
      entry.holders += 1;
      entry.lastUse = ++uses;
      await entry.fetched;
      let released = false;
      return {
        path: entry.path,
        release: async () => {
          if (released) return;
          released = true;
          entry.holders -= 1;
          await dropOldest();
        },
      };
    },
  };
}
