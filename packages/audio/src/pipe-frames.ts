import { readSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';

/**
 * What goes through the pipes between us and our children: frames of a kind, a stream number and a payload. Header of
 * 8 bytes, little-endian: u8 kind, u8 unused, u16 stream, u32 payload bytes.
 */
export const frameKinds = { info: 1, block: 2, end: 3, error: 4 } as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];
export const frameHeaderBytes = 8;

export interface PipeFrameHeader {
  kind: number;
  stream: number;
  payloadBytes: number;
}

export interface PipeFrame extends Omit<PipeFrameHeader, 'payloadBytes'> {
  payload: Buffer;
}

export function frameHeader(kind: FrameKind, stream: number, payloadBytes: number): Buffer {
  const header = Buffer.alloc(frameHeaderBytes);
  header.writeUInt8(kind, 0);
  header.writeUInt16LE(stream, 2);
  header.writeUInt32LE(payloadBytes, 4);
  return header;
}

/**
 * Children answer on a descriptor of their own: Node makes standard output non-blocking as soon as a thread is started,
 * and then writes fail instead of waiting.
 */
export const answerFd = 3;
/** Where samples come in, for the same reason. */
export const inputFd = 4;

/** Writes all bytes to a blocking pipe: the pipe being full is what holds a child back. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

/** Fills the buffer from a blocking pipe; false at the end of the stream. */
export function readPipeFully(fd: number, buffer: Uint8Array): boolean {
  for (let done = 0; done < buffer.length; ) {
    const got = readSync(fd, buffer, done, buffer.length - done, null);
    if (got === 0) return false;
    done += got;
  }
  return true;
}

/** Reads frames from a child's pipe, one at a time; a frame that is not asked for stays in the pipe. */
export class FrameReader {
  readonly #stream: Readable;
  /** What was read of the stream and not yet taken. */
  #chunk: Buffer | null = null;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.pause();
    stream.on('readable', () => this.#wake?.());
    const end = () => {
      this.#ended = true;
      this.#wake?.();
    };
    stream.on('end', end);
    stream.on('close', end);
    stream.on('error', end);
  }

  /** The next frame; null when the pipe ended, also in the middle of a frame. */
  async next(): Promise<PipeFrame | null> {
    const header = await this.nextHeader();
    const payload = header && (await this.take(header.payloadBytes));
    return payload && { kind: header.kind, stream: header.stream, payload };
  }

  /** The header of the next frame, whose payload is then to be taken; null when the pipe ended. */
  async nextHeader(): Promise<PipeFrameHeader | null> {
    const header = await this.take(frameHeaderBytes);
    if (!header) return null;
    return { kind: header.readUInt8(0), stream: header.readUInt16LE(2), payloadBytes: header.readUInt32LE(4) };
  }

  /** So many bytes in a buffer of their own, aligned for float32 views; null when the pipe ended before. */
  async take(length: number): Promise<Buffer | null> {
    const out = Buffer.from(new ArrayBuffer(length));
    return (await this.fill(out)) ? out : null;
  }

  /** Fills an array from the pipe; false when it ended before. */
  async fill(out: Uint8Array): Promise<boolean> {
    for (let filled = 0; filled < out.length; ) {
      const chunk = this.#chunk ?? (await this.#nextChunk());
      if (!chunk) return false;
      const used = Math.min(chunk.length, out.length - filled);
      chunk.copy(out, filled, 0, used);
      filled += used;
      this.#chunk = used === chunk.length ? null : chunk.subarray(used);
    }
    return true;
  }

  async #nextChunk(): Promise<Buffer | null> {
    for (;;) {
      const chunk = this.#stream.read() as Buffer | null;
      if (chunk || this.#ended) return chunk;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }
}
