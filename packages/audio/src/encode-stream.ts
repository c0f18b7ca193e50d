import type { Readable, Writable } from 'node:stream';
import { type Child, startChild } from './child-process.ts';
import type { EncodedFile, EncodeTask } from './encode-child.ts';
import { cancelled, MediaError, type MediaErrorCode } from './media-error.ts';
import { answerFd, FrameReader, frameHeader, frameKinds, inputFd } from './pipe-frames.ts';
import type { Block } from './source.ts';

const maxRssBytes = 768 * 1024 * 1024;
/** What may wait in memory for the child, which needs a moment to start. */
const maxQueuedBytes = 32 * 1024 * 1024;

/** Encodes in a child process, so that it runs on another core while we go on; `write` waits when it falls behind. */
export class EncodeStream {
  readonly #child: Child;
  readonly #input: Writable;
  readonly #answers: FrameReader;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.#child.kill();
  #inputError: Error | null = null;

  constructor(task: EncodeTask, signal?: AbortSignal) {
    this.#signal = signal;
    this.#child = startChild('./encode-child.ts', { maxRssBytes, task }, ['ignore', 'ignore', 'pipe', 'pipe', 'pipe']);
    this.#input = this.#child.process.stdio[inputFd] as Writable;
    this.#answers = new FrameReader(this.#child.process.stdio[answerFd] as Readable);
    this.#input.on('error', (error) => {
      this.#inputError = error;
    });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Planar float32; copied before the call returns. Throws what went wrong in the child. */
  async write(block: Block): Promise<void> {
    const frames = block[0]!.length;
    const payload = new Uint8Array(frames * block.length * 4);
    block.forEach((plane, channel) => {
      payload.set(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength), channel * frames * 4);
    });
    this.#input.write(frameHeader(frameKinds.block, 0, payload.length));
    this.#input.write(payload);
    if (this.#input.writableLength > maxQueuedBytes) await this.#drained();
    if (this.#inputError) throw await this.#failure();
  }

  /** Ends the files; answers them once they are whole. */
  async finish(): Promise<EncodedFile[]> {
    this.#input.end(frameHeader(frameKinds.end, 0, 0));
    const frame = await this.#answers.next();
    if (frame?.kind !== frameKinds.end) throw await this.#failure(frame?.payload);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    await this.#child.exited;
    return (JSON.parse(frame.payload.toString()) as { files: EncodedFile[] }).files;
  }

  /** Ends the child at once; what it was writing stays a part file. Harmless after `finish`. */
  async abandon(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#child.kill();
    await this.#child.exited;
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#input.off('drain', done);
        this.#input.off('close', done);
        resolve();
      };
      this.#input.once('drain', done);
      this.#input.once('close', done);
      if (this.#input.destroyed) done();
    });
  }

  async #failure(payload?: Buffer): Promise<MediaError> {
    if (this.#signal?.aborted) return cancelled();
    const answer = payload ?? (await this.#answers.next())?.payload;
    const { code, signal } = await this.#child.exited;
    if (answer) {
      const stated = JSON.parse(answer.toString()) as { code: MediaErrorCode; message: string; detail?: string };
      return new MediaError(stated.code, stated.message, stated.detail ? { detail: stated.detail } : {});
    }
    const detail = `exit ${code ?? signal}: ${this.#child.errorText()}`;
    return new MediaError('encoder_failed', 'The result could not be encoded.', { detail });
  }
}
