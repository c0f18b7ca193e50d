import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { partPath, publishFile } from './publish-file.ts';

/**
 * Every entry says this, so that the same files make the same archive. ZIP's old time field is local time: a local date
 * written into it, and nothing else, is the same in every time zone.
 */
const entryTime = new Date(2000, 0, 1, 12);
const entryMode = 0o100644;

/** Stores files (sound does not deflate) in a ZIP, with ZIP64 where it needs it. */
export async function writeZip(
  path: string,
  entries: readonly { name: string; path: string }[],
  signal?: AbortSignal,
): Promise<void> {
  const zip = new ZipFile();
  for (const entry of entries) {
    zip.addFile(entry.path, entry.name, {
      mtime: entryTime,
      mode: entryMode,
      compress: false,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(partPath(path)), signal ? { signal } : {});
  publishFile(path);
}
