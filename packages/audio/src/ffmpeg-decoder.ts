import type { MediaWarning } from '@sweetspot/protocol';
import {
  AV_DISPOSITION_ATTACHED_PIC,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_SAMPLE_FMT_S16P,
  AV_SAMPLE_FMT_S32,
  AV_SAMPLE_FMT_S32P,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { Codec, CodecContext, Dictionary, FormatContext, Frame, InputFormat, Packet, type Stream } from 'node-av/lib';
import { onLossyGrid } from './canonical.ts';
import { MediaError } from './media-error.ts';
import { checkChannels, checkSampleRate } from './pcm-layout.ts';
import type { Sniffed } from './sniff.ts';
import type { Block, SourceInfo } from './source.ts';

const sampleFormats = {
  s16: AV_SAMPLE_FMT_S16,
  s32: AV_SAMPLE_FMT_S32,
  flt: AV_SAMPLE_FMT_FLT,
  s16p: AV_SAMPLE_FMT_S16P,
  s32p: AV_SAMPLE_FMT_S32P,
  fltp: AV_SAMPLE_FMT_FLTP,
} as const;

type FfmpegContainer = Extract<Sniffed, { parser: 'ffmpeg' }>;

const decoders: Record<string, { name: string; codec: string; lossless: boolean }> = {
  aac: { name: 'aac', codec: 'aac', lossless: false },
  alac: { name: 'alac', codec: 'alac', lossless: true },
  flac: { name: 'flac', codec: 'flac', lossless: true },
  mp3: { name: 'mp3float', codec: 'mp3', lossless: false },
  mp3float: { name: 'mp3float', codec: 'mp3', lossless: false },
  vorbis: { name: 'vorbis', codec: 'vorbis', lossless: false },
  opus: { name: 'opus', codec: 'opus', lossless: false },
  libopus: { name: 'opus', codec: 'opus', lossless: false },
};
const decoderNames = ['aac', 'alac', 'flac', 'mp3', 'mp3float', 'vorbis', 'opus', 'libopus'].join(',');

/**
 * The first sound of a compressed file as canonical samples, through FFmpeg. Runs in the decode child and nowhere else:
 * the demuxer is forced, only the `file` protocol and eight decoders are allowed.
 */
export class FfmpegDecoder {
  readonly info: SourceInfo;
  readonly warnings: MediaWarning[] = [];
  readonly #format = new FormatContext();
  readonly #codec = new CodecContext();
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  readonly #stream: Stream;
  readonly #layout: SampleLayout;
  readonly #streamIndex: number;
  readonly #maxFrames: number;
  #state: 'packets' | 'draining' | 'done' = 'packets';
  #damagedPackets = 0;
  /** Frames decoded so far, silence for lost ones included. */
  #framesMade = 0;
  #pending: { planes: Samples[]; count: number; used: number; silence: number } | null = null;

  constructor(path: string, container: FfmpegContainer, limits: { maxSeconds: number }) {
    const input = InputFormat.findInputFormat(container.demuxer);
    const options = Dictionary.fromObject({ protocol_whitelist: 'file', codec_whitelist: decoderNames });
    const opened = this.#format.openInputSync(`file:${path}`, input, options);
    if (opened < 0) throw undecodable(`open ${opened}`);
    const probed = this.#format.findStreamInfoSync(null);
    if (probed < 0) throw undecodable(`stream info ${probed}`);

    const streams = this.#format.streams;
    const isMovie = streams.some(
      (one) => one.codecpar.codecType === AVMEDIA_TYPE_VIDEO && (one.disposition & AV_DISPOSITION_ATTACHED_PIC) === 0,
    );
    if (isMovie) throw new MediaError('not_audio', 'This looks like a video; export its sound as a sound file first.');
    const stream = streams.find((one) => one.codecpar.codecType === AVMEDIA_TYPE_AUDIO);
    if (!stream) throw new MediaError('not_audio', 'There is no sound in this file.');
    this.#stream = stream;
    this.#streamIndex = stream.index;

    const parameters = stream.codecpar;
    const native = Codec.findDecoder(parameters.codecId);
    const known = native?.name ? decoders[native.name] : undefined;
    if (!known) {
      const what = native?.longName ?? 'an unknown codec';
      throw new MediaError('unsupported_format', `The sound in this file is coded as ${what}, which is not taken.`);
    }
    const decoder = Codec.findDecoderByName(known.name as Parameters<typeof Codec.findDecoderByName>[0]);
    if (!decoder) throw undecodable(`decoder ${known.name} missing`);
    this.#codec.allocContext3(decoder);
    parameters.toContext(this.#codec);
    this.#codec.pktTimebase = stream.timeBase;
    const ready = this.#codec.open2Sync(decoder, null);
    if (ready < 0) throw undecodable(`decoder ${ready}`);
    this.#packet.alloc();
    this.#frame.alloc();

    const { channels, sampleRate } = this.#codec;
    checkChannels(channels);
    checkSampleRate(sampleRate);
    this.#layout = layoutOf(this.#codec.sampleFormat);
    const bitDepth = known.lossless ? this.#codec.bitsPerRawSample || 8 * this.#layout.Kind.BYTES_PER_ELEMENT : null;
    this.#maxFrames = limits.maxSeconds * sampleRate;
    const framesHint = this.#hint(sampleRate);
    if (framesHint !== null && container.container === 'flac' && framesHint > this.#maxFrames)
      throw tooLong(limits.maxSeconds);
    this.info = {
      container: container.container,
      codec: known.codec,
      sampleKind: known.lossless ? 'int' : 'lossy',
      sampleRate,
      bitDepth,
      channels,
      frames: null,
      framesHint,
    };
  }

  #hint(sampleRate: number): number | null {
    const { duration, timeBase } = this.#stream;
    if (duration <= 0n) return null;
    return Math.round((Number(duration) * timeBase.num * sampleRate) / timeBase.den);
  }

  /** Fills the block from `0`; answers how many frames it got, fewer than the block's length only at the end. */
  fill(block: Block, length: number): number {
    let filled = 0;
    while (filled < length) {
      if (!this.#pending && !this.#decodeFrame()) break;
      const pending = this.#pending!;
      if (pending.silence > 0) {
        const count = Math.min(pending.silence, length - filled);
        for (const channel of block) channel.fill(0, filled, filled + count);
        pending.silence -= count;
        filled += count;
        continue;
      }
      const count = Math.min(pending.count - pending.used, length - filled);
      this.#copy(pending.planes, pending.used, count, block, filled);
      pending.used += count;
      filled += count;
      if (pending.used === pending.count) this.#pending = null;
    }
    return filled;
  }

  /** Turns `count` frames from `from` on into canonical samples. */
  #copy(planes: Samples[], from: number, count: number, block: Block, at: number): void {
    const { scale } = this.#layout;
    const interleaved = planes.length < block.length;
    const stride = interleaved ? block.length : 1;
    block.forEach((out, channel) => {
      const samples = planes[interleaved ? 0 : channel]!;
      const start = from * stride + (interleaved ? channel : 0);
      if (this.info.sampleKind === 'lossy') copyLossy(samples, start, stride, scale, out, at, count);
      else copyExact(samples, start, stride, scale, out, at, count);
    });
  }

  /** Gets the next decoded frame into `#pending`; false at the end. Damaged packets are counted and passed over. */
  #decodeFrame(): boolean {
    for (;;) {
      if (this.#state === 'done') return false;
      const received = this.#codec.receiveFrameSync(this.#frame);
      if (received >= 0) {
        if (this.#frame.nbSamples === 0) continue;
        this.#takeFrame();
        return true;
      }
      if (received === AVERROR_EOF) {
        this.#finish();
        return false;
      }
      if (received !== AVERROR_EAGAIN) this.#damagedPackets += 1;
      this.#feed();
    }
  }

  #takeFrame(): void {
    const { channels, sampleRate, format, nbSamples } = this.#frame;
    if (channels !== this.info.channels || sampleRate !== this.info.sampleRate || format !== this.#layout.format) {
      throw new MediaError(
        'unsupported_format',
        'This file changes its sample rate or channels half-way; export it again.',
      );
    }
    // FFmpeg keeps the planes beyond the eighth elsewhere.
    const data = channels > 8 ? this.#frame.extendedData : this.#frame.data;
    if (!data) throw undecodable('a frame without data');
    const silence = this.#gapBefore();
    this.#framesMade += silence + nbSamples;
    if (this.#framesMade > this.#maxFrames) throw tooLong(this.#maxFrames / this.info.sampleRate);
    this.#pending = { planes: data.map((plane) => viewOf(plane, this.#layout)), count: nbSamples, used: 0, silence };
  }

  /** Damage must not move what follows: when packets were lost, silence takes their place by the time stamps. */
  #gapBefore(): number {
    if (this.#damagedPackets === 0) return 0;
    const { pts } = this.#frame;
    const { timeBase, startTime } = this.#stream;
    if (pts < 0n) return 0;
    const start = startTime > 0n ? startTime : 0n;
    const due = Math.round((Number(pts - start) * timeBase.num * this.info.sampleRate) / timeBase.den);
    const gap = due - this.#framesMade;
    return gap > 0 && gap < this.info.sampleRate * 30 ? gap : 0;
  }

  #feed(): void {
    if (this.#state === 'draining') return;
    for (;;) {
      const read = this.#format.readFrameSync(this.#packet);
      if (read < 0) {
        if (read !== AVERROR_EOF) this.#damagedPackets += 1;
        this.#state = 'draining';
        this.#codec.sendPacketSync(null);
        return;
      }
      const ours = this.#packet.streamIndex === this.#streamIndex;
      const sent = ours ? this.#codec.sendPacketSync(this.#packet) : AVERROR_EAGAIN;
      this.#packet.unref();
      if (ours && sent < 0 && sent !== AVERROR_EAGAIN) this.#damagedPackets += 1;
      if (ours && sent >= 0) return;
    }
  }

  #finish(): void {
    this.#state = 'done';
    if (this.#framesMade === 0) throw undecodable('no frames');
    if (this.#damagedPackets > 0) {
      const message = `This file is damaged in ${this.#damagedPackets} places; silence stands where sound was lost.`;
      this.warnings.push({ code: 'damaged', message });
    }
    const { container, framesHint } = this.info;
    if (container === 'flac' && framesHint !== null && framesHint !== this.#framesMade) {
      const message = `The header says ${framesHint} frames of sound, the file holds ${this.#framesMade}.`;
      this.warnings.push({ code: 'length_differs', message });
    }
  }
}

const undecodable = (detail: string): MediaError =>
  new MediaError('undecodable', 'This file is damaged and cannot be decoded; export or upload it again.', { detail });

const tooLong = (maxSeconds: number): MediaError =>
  new MediaError('too_long', `This file is longer than ${Math.round(maxSeconds / 3600)} hours; cut it into pieces.`);

type Samples = Int16Array | Int32Array | Float32Array;
type SampleLayout = {
  format: number;
  Kind: typeof Int16Array | typeof Int32Array | typeof Float32Array;
  scale: number;
};

function layoutOf(format: number): SampleLayout {
  const { s16, s16p, s32, s32p, flt, fltp } = sampleFormats;
  if (format === s16 || format === s16p) return { format, Kind: Int16Array, scale: 1 / 32_768 };
  if (format === s32 || format === s32p) return { format, Kind: Int32Array, scale: 1 / 2_147_483_648 };
  if (format === flt || format === fltp) return { format, Kind: Float32Array, scale: 1 };
  throw undecodable(`sample format ${format}`);
}

function viewOf(plane: Buffer, { Kind }: SampleLayout): Samples {
  const aligned = plane.byteOffset % 4 === 0 ? plane : Buffer.from(plane);
  const length = Math.floor(aligned.byteLength / Kind.BYTES_PER_ELEMENT);
  return new Kind(aligned.buffer as ArrayBuffer, aligned.byteOffset, length);
}

// One loop for each, because a function called for every sample costs several times what it does.

function copyExact(
  samples: Samples,
  start: number,
  stride: number,
  scale: number,
  out: Float32Array,
  at: number,
  count: number,
): void {
  for (let frame = at, from = start; frame < at + count; frame += 1, from += stride)
    out[frame] = samples[from]! * scale;
}

function copyLossy(
  samples: Samples,
  start: number,
  stride: number,
  scale: number,
  out: Float32Array,
  at: number,
  count: number,
): void {
  for (let frame = at, from = start; frame < at + count; frame += 1, from += stride)
    out[frame] = onLossyGrid(samples[from]! * scale);
}
