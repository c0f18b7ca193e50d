import { readSync } from 'node:fs';

/**
 * Reads small pieces of a file through one window, so that walking a header costs a handful of system calls and never
 * more memory than the window, whatever lengths the file claims.
 */
export class ByteWindow {
  readonly fileBytes: number;
  readonly #fd: number;
  readonly #buffer: Buffer;
  #from = 0;
  #length = 0;

  constructor(fd: number, fileBytes: number, windowBytes = 65_536) {
    this.#fd = fd;
    this.fileBytes = fileBytes;
    this.#buffer = Buffer.alloc(windowBytes);
  }

  /** `length` bytes at `offset`, or fewer at the end of the file. The result is only valid until the next call. */
  peek(offset: number, length: number): Buffer {
    if (length > this.#buffer.length) throw new RangeError(`peek of ${length} bytes is larger than the window`);
    const inside = offset >= this.#from && offset + length <= this.#from + this.#length;
    if (!inside) {
      this.#from = offset;
      this.#length = readFully(this.#fd, this.#buffer, offset);
    }
    const start = offset - this.#from;
    return this.#buffer.subarray(start, Math.min(start + length, this.#length));
  }
}

/** Fills `buffer` from `position`; answers how many bytes there were. */
export function readFully(fd: number, buffer: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < buffer.length) {
    const got = readSync(fd, buffer, filled, buffer.length - filled, position + filled);
    if (got === 0) break;
    filled += got;
  }
  return filled;
}
