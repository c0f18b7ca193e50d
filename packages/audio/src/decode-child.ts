import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { FfmpegDecoder } from './ffmpeg-decoder.ts';
import { MediaError } from './media-error.ts';
import { answerFd, type FrameKind, frameHeader, frameHeaderBytes, frameKinds, writeFully } from './pipe-frames.ts';
import type { Sniffed } from './sniff.ts';
import { startWatchdog } from './watchdog.ts';

/** What the parent asks for; the first argument of the process, as JSON. */
export interface DecodeOrder {
  parentPid: number;
  maxRssBytes: number;
  maxSeconds: number;
  /** Length of a block in time, the same for every stream, so that all advance together. */
  blockSeconds: number;
  inputs: { path: string; container: Extract<Sniffed, { parser: 'ffmpeg' }> }[];
}

function send(kind: FrameKind, stream: number, payload: Uint8Array): void {
  writeFully(answerFd, frameHeader(kind, stream, payload.byteLength));
  if (payload.byteLength > 0) writeFully(answerFd, payload);
}
const sendJson = (kind: FrameKind, stream: number, value: unknown): void =>
  send(kind, stream, Buffer.from(JSON.stringify(value)));

function fail(stream: number, error: unknown): void {
  const media =
    error instanceof MediaError
      ? error
      : new MediaError('undecodable', 'This file is damaged and cannot be decoded; export or upload it again.', {
          detail: String(error),
        });
  sendJson(frameKinds.error, stream, { code: media.mediaCode, message: media.message, detail: media.detail });
}

/** A file being decoded, and room for the frame of the pipe that its blocks travel in: header, then plane after plane. */
class Stream {
  readonly #number: number;
  readonly #decoder: FfmpegDecoder;
  readonly #blockFrames: number;
  readonly #frame: Float32Array<ArrayBuffer>;
  readonly #planes: Float32Array[];

  constructor(number: number, decoder: FfmpegDecoder, blockSeconds: number) {
    const { channels, sampleRate } = decoder.info;
    const frames = Math.round(sampleRate * blockSeconds);
    this.#number = number;
    this.#decoder = decoder;
    this.#blockFrames = frames;
    this.#frame = new Float32Array(headerFloats + frames * channels);
    this.#planes = Array.from({ length: channels }, (_, channel) => {
      const start = headerFloats + channel * frames;
      return this.#frame.subarray(start, start + frames);
    });
  }

  /** Sends the next block; false at the end, which it sends too. */
  advance(): boolean {
    const filled = this.#decoder.fill(this.#planes, this.#blockFrames);
    if (filled > 0) this.#send(filled);
    if (filled === this.#blockFrames) return true;
    sendJson(frameKinds.end, this.#number, { warnings: this.#decoder.warnings });
    return false;
  }

  #send(frames: number): void {
    // A last block is shorter: its planes are moved together.
    this.#planes.forEach((plane, channel) => {
      if (frames < this.#blockFrames) this.#frame.set(plane.subarray(0, frames), headerFloats + channel * frames);
    });
    const payloadBytes = this.#planes.length * frames * 4;
    const bytes = new Uint8Array(this.#frame.buffer, 0, frameHeaderBytes + payloadBytes);
    bytes.set(frameHeader(frameKinds.block, this.#number, payloadBytes));
    writeFully(answerFd, bytes);
  }
}
const headerFloats = frameHeaderBytes / 4;

/** Opens every input, then goes round them, one block each, until all have ended; the full pipe sets the pace. */
function run(order: DecodeOrder): void {
  const running = new Map<number, Stream>();
  order.inputs.forEach((input, number) => {
    try {
      const decoder = new FfmpegDecoder(input.path, input.container, order);
      running.set(number, new Stream(number, decoder, order.blockSeconds));
      sendJson(frameKinds.info, number, decoder.info);
    } catch (error) {
      fail(number, error);
    }
  });
  while (running.size > 0) {
    for (const [number, stream] of running) {
      try {
        if (stream.advance()) continue;
      } catch (error) {
        fail(number, error);
      }
      running.delete(number);
    }
  }
}

const order = JSON.parse(process.argv[2] ?? '') as DecodeOrder;
startWatchdog(order);
Log.setLevel(AV_LOG_QUIET);
run(order);
process.exit(0);
