import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { segmentName } from '@sweetspot/protocol';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { type EncodeOptions, FfmpegEncoder } from './ffmpeg-encoder.ts';
import { MediaError } from './media-error.ts';
import {
  answerFd,
  frameHeader,
  frameHeaderBytes,
  frameKinds,
  inputFd,
  readPipeFully,
  writeFully,
} from './pipe-frames.ts';
import { partPath, publishFile } from './publish-file.ts';
import { startWatchdog } from './watchdog.ts';
import { WavWriter } from './wav-writer.ts';

/** One file, or one after another every `framesPerSegment`; segments of float sources are WAV. */
export type EncodeTask =
  | { kind: 'file'; path: string; options: EncodeOptions }
  | {
      kind: 'segments';
      dir: string;
      framesPerSegment: number;
      sampleRate: number;
      channels: 1 | 2;
      coding: Extract<EncodeOptions['format'], { codec: 'flac' }> | { codec: 'wav' };
    };

export interface EncodeOrder {
  parentPid: number;
  maxRssBytes: number;
  task: EncodeTask;
}

export interface EncodedFile {
  name: string;
  sizeBytes: number;
}

interface Sink {
  write(block: readonly Float32Array[], from: number, to: number): void;
  finish(): void;
}

function openSegment(task: Extract<EncodeTask, { kind: 'segments' }>, path: string): Sink {
  const { sampleRate, channels, coding } = task;
  if (coding.codec === 'flac') {
    const encoder = new FfmpegEncoder(partPath(path), { format: coding, sampleRate, channels });
    return {
      write: (block, from, to) => encoder.write(block, from, to),
      finish: () => {
        encoder.finish();
        publishFile(path, false);
      },
    };
  }
  const writer = new WavWriter(path, { sampleRate, channels, samples: 'float32' });
  return {
    write: (block, from, to) => writer.write(block.map((plane) => plane.subarray(from, to))),
    finish: () => writer.finish(),
  };
}

/** A segment that is there already (an earlier run was ended after it) is passed over. */
const skipped: Sink = { write: () => undefined, finish: () => undefined };

class SegmentSink implements Sink {
  readonly #task: Extract<EncodeTask, { kind: 'segments' }>;
  readonly files: EncodedFile[] = [];
  #current: Sink | null = null;
  #left = 0;

  constructor(task: Extract<EncodeTask, { kind: 'segments' }>) {
    this.#task = task;
    mkdirSync(task.dir, { recursive: true });
  }

  write(block: readonly Float32Array[], from: number, to: number): void {
    for (let at = from; at < to; ) {
      if (!this.#current) this.#begin();
      const count = Math.min(to - at, this.#left);
      this.#current!.write(block, at, at + count);
      this.#left -= count;
      at += count;
      if (this.#left === 0) this.finish();
    }
  }

  #begin(): void {
    const name = segmentName(this.files.length, this.#task.coding.codec);
    const path = join(this.#task.dir, name);
    this.#current = existsSync(path) ? skipped : openSegment(this.#task, path);
    this.#left = this.#task.framesPerSegment;
    this.files.push({ name, sizeBytes: 0 });
  }

  finish(): void {
    if (!this.#current) return;
    this.#current.finish();
    this.#current = null;
    const file = this.files.at(-1)!;
    file.sizeBytes = statSync(join(this.#task.dir, file.name)).size;
  }
}

function run(task: EncodeTask): EncodedFile[] {
  const channels = task.kind === 'file' ? task.options.channels : task.channels;
  const segments = task.kind === 'segments' ? new SegmentSink(task) : null;
  const sink: Sink =
    segments ??
    new FfmpegEncoder(partPath((task as { path: string }).path), (task as { options: EncodeOptions }).options);
  const header = Buffer.alloc(frameHeaderBytes);
  let bytes = new Uint8Array(0);
  for (;;) {
    // The parent being gone looks like the end of the pipe; only its word `end` makes a file whole.
    if (!readPipeFully(inputFd, header)) throw new MediaError('cancelled', 'This was cancelled.');
    if (header.readUInt8(0) === frameKinds.end) break;
    const length = header.readUInt32LE(4);
    if (bytes.length < length) bytes = new Uint8Array(length);
    if (!readPipeFully(inputFd, bytes.subarray(0, length))) throw new MediaError('cancelled', 'This was cancelled.');
    const frames = length / 4 / channels;
    const block = Array.from(
      { length: channels },
      (_, channel) => new Float32Array(bytes.buffer, channel * frames * 4, frames),
    );
    sink.write(block, 0, frames);
  }
  sink.finish();
  if (segments) return segments.files;
  const { path } = task as { path: string };
  publishFile(path);
  return [{ name: path, sizeBytes: statSync(path).size }];
}

function answer(kind: typeof frameKinds.end | typeof frameKinds.error, value: unknown): void {
  const payload = Buffer.from(JSON.stringify(value));
  writeFully(answerFd, frameHeader(kind, 0, payload.length));
  writeFully(answerFd, payload);
}

const order = JSON.parse(process.argv[2] ?? '') as EncodeOrder;
startWatchdog(order);
Log.setLevel(AV_LOG_QUIET);
try {
  answer(frameKinds.end, { files: run(order.task) });
} catch (error) {
  const media =
    error instanceof MediaError ? error : new MediaError('encoder_failed', 'The result could not be encoded.');
  answer(frameKinds.error, { code: media.mediaCode, message: media.message, detail: media.detail ?? String(error) });
}
process.exit(0);
