import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { FfmpegDecoder } from './ffmpeg-decoder.ts';
import { MediaError } from './media-error.ts';
import { answerFd, type FrameKind, frameHeader, frameKinds, writeFully } from './pipe-frames.ts';
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

/** Opens every input, then goes round them, one block each, until all have ended; the full pipe sets the pace. */
function run(order: DecodeOrder): void {
  const running: { stream: number; decoder: FfmpegDecoder; samples: Float32Array<ArrayBuffer>; frames: number }[] = [];
  order.inputs.forEach((input, stream) => {
    try {
      const decoder = new FfmpegDecoder(input.path, input.container, order);
      const frames = Math.round(decoder.info.sampleRate * order.blockSeconds);
      running.push({ stream, decoder, frames, samples: new Float32Array(frames * decoder.info.channels) });
      sendJson(frameKinds.info, stream, decoder.info);
    } catch (error) {
      fail(stream, error);
    }
  });
  while (running.length > 0) {
    for (const one of [...running]) {
      try {
        const { channels } = one.decoder.info;
        const planes = Array.from({ length: channels }, (_, channel) =>
          one.samples.subarray(channel * one.frames, (channel + 1) * one.frames),
        );
        const filled = one.decoder.fill(planes, one.frames);
        if (filled > 0) sendPlanes(one.stream, planes, filled);
        if (filled === one.frames) continue;
        sendJson(frameKinds.end, one.stream, { warnings: one.decoder.warnings });
      } catch (error) {
        fail(one.stream, error);
      }
      running.splice(running.indexOf(one), 1);
    }
  }
}

function sendPlanes(stream: number, planes: Float32Array[], frames: number): void {
  writeFully(answerFd, frameHeader(frameKinds.block, stream, planes.length * frames * 4));
  for (const plane of planes) writeFully(answerFd, new Uint8Array(plane.buffer, plane.byteOffset, frames * 4));
}

const order = JSON.parse(process.argv[2] ?? '') as DecodeOrder;
startWatchdog(order);
Log.setLevel(AV_LOG_QUIET);
run(order);
process.exit(0);
