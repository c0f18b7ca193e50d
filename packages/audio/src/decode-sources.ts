import type { Readable } from 'node:stream';
import type { MediaWarning } from '@sweetspot/protocol';
import { type Child, startChild } from './child-process.ts';
import type { DecodeOrder } from './decode-child.ts';
import { cancelled, MediaError, type MediaErrorCode } from './media-error.ts';
import { answerFd, FrameReader, frameKinds } from './pipe-frames.ts';
import type { AudioSource, Block, SourceInfo } from './source.ts';

/** How much a decoder may take before it is ended. */
export interface DecodeLimits {
  maxSeconds: number;
  maxRssBytes: number;
  /** Longest wait for a block: nothing may hang for ten seconds. */
  stallMs: number;
  /** On top of the time its sound lasts divided by four: a decoder slower than that hangs or was made to. */
  baseMs: number;
}

export const decodeLimits: DecodeLimits = {
  maxSeconds: 4 * 3600,
  maxRssBytes: 768 * 1024 * 1024,
  stallMs: 9_000,
  baseMs: 30_000,
};

interface StreamState {
  info: SourceInfo | null;
  blocks: Block[];
  /** Blocks that are no longer needed, to be filled again. */
  spares: Block[];
  ended: boolean;
  error: MediaError | null;
  warnings: MediaWarning[];
  open: boolean;
}

/**
 * Decodes several files in one child process, all advancing together, so that many stems cost one process. Answers the
 * sources in the order of the inputs; a file that cannot be opened is a MediaError in its place.
 */
export async function openDecodeSources(
  inputs: DecodeOrder['inputs'],
  options: { blockSeconds: number; limits?: Partial<DecodeLimits>; signal?: AbortSignal | undefined },
): Promise<(AudioSource | MediaError)[]> {
  const group = new DecodeGroup(inputs, { ...options, limits: { ...decodeLimits, ...options.limits } });
  const opened: (AudioSource | MediaError)[] = [];
  for (let stream = 0; stream < inputs.length; stream += 1) {
    opened.push(await group.open(stream).catch((error: unknown) => toMediaError(error)));
  }
  if (opened.every((one) => one instanceof MediaError)) await group.end();
  return opened;
}

const toMediaError = (error: unknown): MediaError =>
  error instanceof MediaError
    ? error
    : new MediaError('decoder_crashed', 'This file could not be decoded.', { detail: String(error), cause: error });

class DecodeGroup {
  readonly #child: Child;
  readonly #frames: FrameReader;
  readonly #streams: StreamState[];
  readonly #limits: DecodeLimits;
  readonly #signal: AbortSignal | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #waitedMs = 0;
  #decodedSeconds = 0;
  #stalled = false;

  constructor(
    inputs: DecodeOrder['inputs'],
    options: { blockSeconds: number; limits: DecodeLimits; signal?: AbortSignal | undefined },
  ) {
    this.#limits = options.limits;
    this.#signal = options.signal;
    this.#streams = inputs.map(() => ({
      info: null,
      blocks: [],
      spares: [],
      ended: false,
      error: null,
      warnings: [],
      open: true,
    }));
    const { maxRssBytes, maxSeconds } = options.limits;
    const order: Omit<DecodeOrder, 'parentPid'> = {
      maxRssBytes,
      maxSeconds,
      blockSeconds: options.blockSeconds,
      inputs,
    };
    this.#child = startChild('./decode-child.ts', order, ['ignore', 'ignore', 'pipe', 'pipe']);
    this.#frames = new FrameReader(this.#child.process.stdio[answerFd] as Readable);
  }

  async open(stream: number): Promise<AudioSource> {
    const state = this.#streams[stream]!;
    await this.#pullUntil(() => state.info !== null || state.error !== null);
    if (state.error) throw state.error;
    return {
      info: state.info!,
      warnings: state.warnings,
      read: (spare) => this.#read(stream, spare),
      close: () => this.#close(stream),
    };
  }

  async #read(stream: number, spare?: Block | null): Promise<Block | null> {
    const state = this.#streams[stream]!;
    if (spare) state.spares.push(spare);
    await this.#pullUntil(() => state.blocks.length > 0 || state.ended || state.error !== null);
    const block = state.blocks.shift();
    if (block) return block;
    if (state.error) throw state.error;
    return null;
  }

  async #close(stream: number): Promise<void> {
    const state = this.#streams[stream]!;
    state.open = false;
    state.blocks = [];
    state.spares = [];
    if (this.#streams.every((one) => !one.open || one.error !== null)) await this.end();
  }

  async end(): Promise<void> {
    this.#child.kill();
    await this.#child.exited;
  }

  /** Takes frames off the pipe until there is what the caller wants; callers wait for each other. */
  #pullUntil(done: () => boolean): Promise<void> {
    const pull = this.#turn.then(async () => {
      while (!done()) await this.#pull();
    });
    this.#turn = pull.catch(() => undefined);
    return pull;
  }

  async #pull(): Promise<void> {
    if (this.#signal?.aborted) {
      await this.end();
      throw cancelled();
    }
    if (!(await this.#inTime(() => this.#receive()))) throw await this.#deathOfChild();
  }

  /** Takes the next frame off the pipe; false when that ended. */
  async #receive(): Promise<boolean> {
    const header = await this.#frames.nextHeader();
    if (!header) return false;
    const state = this.#streams[header.stream];
    if (!state) throw new Error(`frame of unknown stream ${header.stream}`);
    if (header.kind === frameKinds.block) return this.#receiveBlock(state, header.payloadBytes);
    const payload = await this.#frames.take(header.payloadBytes);
    if (!payload) return false;
    switch (header.kind) {
      case frameKinds.info:
        state.info = JSON.parse(payload.toString()) as SourceInfo;
        break;
      case frameKinds.end:
        state.warnings.push(...(JSON.parse(payload.toString()) as { warnings: MediaWarning[] }).warnings);
        state.ended = true;
        break;
      case frameKinds.error: {
        const error = JSON.parse(payload.toString()) as { code: MediaErrorCode; message: string; detail?: string };
        state.error = new MediaError(error.code, error.message, error.detail ? { detail: error.detail } : {});
        break;
      }
      default:
        throw new Error(`frame of unknown kind ${header.kind}`);
    }
    return true;
  }

  async #receiveBlock(state: StreamState, bytes: number): Promise<boolean> {
    const { channels, sampleRate } = state.info!;
    const frames = bytes / 4 / channels;
    const spare = state.spares.pop();
    const fits = spare?.length === channels && spare.every((plane) => plane.length === frames);
    const block = fits ? spare : Array.from({ length: channels }, () => new Float32Array(frames));
    for (const { buffer, byteOffset, byteLength } of block) {
      if (!(await this.#frames.fill(new Uint8Array(buffer, byteOffset, byteLength)))) return false;
    }
    this.#decodedSeconds += frames / sampleRate;
    if (state.open) state.blocks.push(block);
    return true;
  }

  /** Ends the child when it takes too long or the work is given up. */
  async #inTime<Result>(receive: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    const budgetMs = this.#limits.baseMs + this.#decodedSeconds * 250 - this.#waitedMs;
    const onAbort = () => this.#child.kill();
    const timer = setTimeout(
      () => {
        this.#stalled = true;
        this.#child.kill();
      },
      Math.max(0, Math.min(this.#limits.stallMs, budgetMs)),
    );
    this.#signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await receive();
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener('abort', onAbort);
      this.#waitedMs += performance.now() - startedAt;
    }
  }

  async #deathOfChild(): Promise<MediaError> {
    const { code, signal } = await this.#child.exited;
    const detail = `exit ${code ?? signal}: ${this.#child.errorText()}`;
    if (this.#signal?.aborted) return cancelled();
    if (this.#stalled) {
      return new MediaError(
        'decoder_stalled',
        'Decoding this file took far too long and was stopped; export it again.',
        { detail },
      );
    }
    if (this.#child.ranOutOfMemory()) {
      return new MediaError(
        'too_much_memory',
        'Decoding this file took far too much memory and was stopped; export it again.',
        { detail },
      );
    }
    return new MediaError('decoder_crashed', 'This file made the decoder fail; it is damaged, export it again.', {
      detail,
    });
  }
}
