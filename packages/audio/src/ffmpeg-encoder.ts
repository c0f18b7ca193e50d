import {
  AV_CH_LAYOUT_MONO,
  AV_CH_LAYOUT_STEREO,
  AV_CHANNEL_ORDER_NATIVE,
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_SAMPLE_FMT_S16P,
  AV_SAMPLE_FMT_S32,
  AV_SAMPLE_FMT_S32P,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVFMT_FLAG_BITEXACT,
} from 'node-av/constants';
import { Codec, CodecContext, Dictionary, FormatContext, Frame, Packet, Rational, type Stream } from 'node-av/lib';
import { MediaError } from './media-error.ts';

/** What a compressed file is to be. FLAC and ALAC carry integers of `bitDepth`, times 2^exponent; the others amplitudes. */
export type EncodeFormat =
  | { codec: 'flac'; bitDepth: 16 | 24; exponent: number; compressionLevel: number }
  | { codec: 'alac'; bitDepth: 16 | 24; exponent: number }
  | { codec: 'mp3' | 'aac' | 'opus'; bitsPerSecond: number };

export interface EncodeOptions {
  format: EncodeFormat;
  sampleRate: number;
  channels: 1 | 2;
}

const encoders = {
  flac: { name: 'flac', muxer: 'flac' },
  alac: { name: 'alac', muxer: 'ipod' },
  mp3: { name: 'libmp3lame', muxer: 'mp3' },
  aac: { name: 'aac', muxer: 'ipod' },
  opus: { name: 'libopus', muxer: 'opus' },
} as const;
const integerFormats = {
  flac: { 16: AV_SAMPLE_FMT_S16, 24: AV_SAMPLE_FMT_S32 },
  alac: { 16: AV_SAMPLE_FMT_S16P, 24: AV_SAMPLE_FMT_S32P },
} as const;
/** An empty ID3 tag of the muxer's would stand between ours and the sound. */
const muxerOptions = { mp3: { id3v2_version: '0' } } as const;
const defaultFrameSize = 4096;

/**
 * The frame that carries samples into encoders, one for all of this process. node-av lets go of its views of a frame's
 * memory between turns of the event loop, and the encode child takes none: frames with views of their own would pile up
 * to gigabytes over the segments of a long file.
 */
class Carrier {
  readonly frame = new Frame();
  #planes: Buffer[] = [];
  #made: readonly unknown[] = [];

  constructor() {
    this.frame.alloc();
  }

  /** Memory for `frameSize` samples of what `codec` takes, which no encoder holds on to. */
  planesFor(codec: CodecContext, frameSize: number): Buffer[] {
    const { frame } = this;
    const wanted = [codec.sampleFormat, codec.channels, codec.sampleRate, frameSize];
    if (frame.isWritable && wanted.every((value, index) => value === this.#made[index])) return this.#planes;
    frame.unref();
    frame.nbSamples = frameSize;
    frame.format = codec.sampleFormat;
    frame.channelLayout = codec.channelLayout;
    frame.sampleRate = codec.sampleRate;
    check(frame.getBuffer(0), 'frame');
    const { data } = frame;
    if (!data) throw failed('a frame without data');
    this.#planes = data;
    this.#made = wanted;
    return data;
  }
}
const carrier = new Carrier();

/**
 * Encodes planar float32 into one file without tags (those are ours to write: src/tags). Runs in the encode child and
 * nowhere else. The same input gives the same bytes.
 */
export class FfmpegEncoder {
  readonly #format = new FormatContext();
  readonly #codec = new CodecContext();
  readonly #packet = new Packet();
  readonly #stream: Stream;
  readonly #frameSize: number;
  readonly #pending: Float32Array[];
  readonly #write: (plane: Float32Array, channel: number, count: number, data: Buffer[]) => void;
  #pendingFrames = 0;
  #framesIn = 0;

  constructor(path: string, options: EncodeOptions) {
    const { format, sampleRate, channels } = options;
    const { name, muxer } = encoders[format.codec];
    const encoder = Codec.findEncoderByName(name as Parameters<typeof Codec.findEncoderByName>[0]);
    if (!encoder) throw failed(`encoder ${name} is missing`);
    check(this.#format.allocOutputContext2(null, muxer, `file:${path}`), 'output');
    this.#format.setFlags(AVFMT_FLAG_BITEXACT);

    const codec = this.#codec;
    codec.allocContext3(encoder);
    codec.setFlags(AV_CODEC_FLAG_BITEXACT, AV_CODEC_FLAG_GLOBAL_HEADER);
    codec.sampleRate = sampleRate;
    codec.timeBase = new Rational(1, sampleRate);
    const mask = channels === 1 ? AV_CH_LAYOUT_MONO : AV_CH_LAYOUT_STEREO;
    codec.channelLayout = { nbChannels: channels, order: AV_CHANNEL_ORDER_NATIVE, mask: BigInt(mask) };
    codec.threadCount = 1;
    const settings: Record<string, string> = {};
    if (format.codec === 'flac' || format.codec === 'alac') {
      codec.sampleFormat = integerFormats[format.codec][format.bitDepth];
      codec.bitsPerRawSample = format.bitDepth;
      if (format.codec === 'flac') settings['compression_level'] = String(format.compressionLevel);
    } else {
      codec.sampleFormat = format.codec === 'opus' ? AV_SAMPLE_FMT_FLT : AV_SAMPLE_FMT_FLTP;
      codec.bitRate = BigInt(format.bitsPerSecond);
    }
    check(codec.open2Sync(encoder, Dictionary.fromObject(settings)), 'encoder');
    this.#frameSize = codec.frameSize || defaultFrameSize;
    this.#write = sampleWriter(format, channels);
    this.#pending = Array.from({ length: channels }, () => new Float32Array(this.#frameSize));

    this.#stream = this.#format.newStream(encoder);
    this.#stream.timeBase = codec.timeBase;
    check(this.#stream.codecpar.fromContext(codec), 'stream');
    check(this.#format.openOutputSync(), 'file');
    const muxing = format.codec === 'mp3' ? Dictionary.fromObject(muxerOptions.mp3) : null;
    check(this.#format.writeHeaderSync(muxing), 'header');
    this.#packet.alloc();
  }

  /** Frames `from` … `to` of a planar block. */
  write(block: readonly Float32Array[], from: number, to: number): void {
    for (let at = from; at < to; ) {
      const count = Math.min(to - at, this.#frameSize - this.#pendingFrames);
      block.forEach((plane, channel) => {
        this.#pending[channel]!.set(plane.subarray(at, at + count), this.#pendingFrames);
      });
      this.#pendingFrames += count;
      at += count;
      if (this.#pendingFrames === this.#frameSize) this.#encode();
    }
  }

  /** Encodes what is left and completes the file. */
  finish(): void {
    if (this.#pendingFrames > 0) this.#encode();
    this.#send(null);
    check(this.#format.writeTrailerSync(), 'trailer');
    this.#format.closeOutputSync();
    this.close();
  }

  close(): void {
    this.#packet.free();
    this.#codec.freeContext();
    this.#format.freeContext();
  }

  #encode(): void {
    const planes = carrier.planesFor(this.#codec, this.#frameSize);
    this.#pending.forEach((plane, channel) => {
      this.#write(plane, channel, this.#pendingFrames, planes);
    });
    const { frame } = carrier;
    frame.nbSamples = this.#pendingFrames;
    frame.pts = BigInt(this.#framesIn);
    this.#framesIn += this.#pendingFrames;
    this.#pendingFrames = 0;
    this.#send(frame);
  }

  #send(frame: Frame | null): void {
    check(this.#codec.sendFrameSync(frame), 'encode');
    for (;;) {
      const received = this.#codec.receivePacketSync(this.#packet);
      if (received === AVERROR_EAGAIN || received === AVERROR_EOF) return;
      check(received, 'packet');
      this.#packet.rescaleTs(this.#codec.timeBase, this.#stream.timeBase);
      this.#packet.streamIndex = this.#stream.index;
      check(this.#format.interleavedWriteFrameSync(this.#packet), 'write');
    }
  }
}

const failed = (detail: string): MediaError =>
  new MediaError('encoder_failed', 'The result could not be encoded.', { detail });

function check(result: number, step: string): void {
  if (result < 0) throw failed(`${step}: ${result}`);
}

/** Writes one channel of amplitudes into FFmpeg's frame in the encoder's sample format. */
function sampleWriter(
  format: EncodeFormat,
  channels: number,
): (plane: Float32Array, channel: number, count: number, data: Buffer[]) => void {
  const isPlanar = format.codec !== 'opus' && format.codec !== 'flac';
  if (format.codec === 'flac' || format.codec === 'alac') {
    const scale = 2 ** (format.bitDepth - 1 - format.exponent);
    // FFmpeg takes 24 bits left-justified in 32.
    const lift = format.bitDepth === 16 ? 1 : 256;
    const max = 2 ** (format.bitDepth - 1) - 1;
    return (plane, channel, count, data) => {
      const bytes = data[isPlanar ? channel : 0]!;
      const View = format.bitDepth === 16 ? Int16Array : Int32Array;
      const step = isPlanar ? 1 : channels;
      const out = new View(bytes.buffer as ArrayBuffer, bytes.byteOffset, count * step);
      for (let frame = 0, at = isPlanar ? 0 : channel; frame < count; frame += 1, at += step) {
        const value = Math.round(plane[frame]! * scale);
        out[at] = Math.min(max, Math.max(-max - 1, value)) * lift;
      }
    };
  }
  return (plane, channel, count, data) => {
    const bytes = data[isPlanar ? channel : 0]!;
    const out = new Float32Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, isPlanar ? count : count * channels);
    if (isPlanar) out.set(plane.subarray(0, count));
    else for (let frame = 0, at = channel; frame < count; frame += 1, at += channels) out[at] = plane[frame]!;
  };
}
