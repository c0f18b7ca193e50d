import { closeSync, openSync, readSync } from 'node:fs';
import { writeFailed } from '../media-error.ts';
import { writeFully } from '../pipe-frames.ts';
import { partPath, publishFile } from '../publish-file.ts';

/** Bytes of our own, or a range of the file that is being tagged; without an end it goes to the file's. */
export type Splice = Buffer | { from: number; to?: number };

const chunkBytes = 1024 * 1024;

/** Writes a new file from pieces of another and bytes of our own. Throws MediaError `write_failed`. */
export function spliceFile(fromPath: string, toPath: string, pieces: readonly Splice[]): void {
  const input = openSync(fromPath, 'r');
  const output = openSync(partPath(toPath), 'w');
  try {
    const chunk = Buffer.alloc(chunkBytes);
    for (const piece of pieces) {
      if (Buffer.isBuffer(piece)) {
        writeFully(output, piece);
        continue;
      }
      const end = piece.to ?? Number.POSITIVE_INFINITY;
      for (let at = piece.from; at < end; ) {
        const read = readSync(input, chunk, 0, Math.min(chunkBytes, end - at), at);
        if (read === 0) break;
        writeFully(output, chunk.subarray(0, read));
        at += read;
      }
    }
  } catch (error) {
    throw writeFailed(error);
  } finally {
    closeSync(output);
    closeSync(input);
  }
  publishFile(toPath);
}

/** The first bytes of a file, as many as there are. */
export function readHead(path: string, bytes: number, from = 0): Buffer {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    let done = 0;
    for (;;) {
      const read = readSync(fd, buffer, done, bytes - done, from + done);
      done += read;
      if (read === 0 || done === bytes) return buffer.subarray(0, done);
    }
  } finally {
    closeSync(fd);
  }
}
