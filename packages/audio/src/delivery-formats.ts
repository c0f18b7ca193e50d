import type { DeliveryFormat } from '@sweetspot/protocol';
import type { EncodeFormat } from './ffmpeg-encoder.ts';
import type { WavSamples } from './wav-writer.ts';

/** `demuxer` is FFmpeg's, which reads the tags of the finished file. */
export type DeliveryPlan = {
  /** For sentences. */
  name: string;
  /** What follows the name of the song. */
  suffix: string;
  sampleRate(ofSource: number): number;
} & (
  | { kind: 'wav'; demuxer: 'wav'; samples: WavSamples }
  | { kind: 'encoded'; demuxer: 'flac' | 'mp3' | 'mov' | 'ogg'; encode(losslessBitDepth: 16 | 24): EncodeFormat }
);

const same = (rate: number): number => rate;
/** Rates MP3 and AAC players take: the source's when it is one, else the one of its family. */
const common = (rate: number): number =>
  rate === 44_100 || rate === 48_000 ? rate : rate % 11_025 === 0 ? 44_100 : 48_000;
const wav = { kind: 'wav', name: 'WAV', demuxer: 'wav' } as const;

/** How each format is made. */
export const deliveryPlans: Record<DeliveryFormat, DeliveryPlan> = {
  wav24: { ...wav, suffix: ' (24 bit).wav', samples: 'int24', sampleRate: same },
  wav32f: { ...wav, suffix: ' (32 bit float).wav', samples: 'float32', sampleRate: same },
  wav24_48: { ...wav, suffix: ' (24 bit 48 kHz).wav', samples: 'int24', sampleRate: () => 48_000 },
  wav16_44: { ...wav, suffix: ' (16 bit 44.1 kHz).wav', samples: 'int16', sampleRate: () => 44_100 },
  flac: {
    kind: 'encoded',
    name: 'FLAC',
    suffix: '.flac',
    demuxer: 'flac',
    sampleRate: same,
    encode: (bitDepth) => ({ codec: 'flac', bitDepth, exponent: 0, compressionLevel: 5 }),
  },
  alac: {
    kind: 'encoded',
    name: 'Apple Lossless',
    suffix: ' (Apple Lossless).m4a',
    demuxer: 'mov',
    sampleRate: same,
    encode: (bitDepth) => ({ codec: 'alac', bitDepth, exponent: 0 }),
  },
  mp3_320: {
    kind: 'encoded',
    name: 'MP3',
    suffix: '.mp3',
    demuxer: 'mp3',
    sampleRate: common,
    encode: () => ({ codec: 'mp3', bitsPerSecond: 320_000 }),
  },
  aac_256: {
    kind: 'encoded',
    name: 'AAC',
    suffix: '.m4a',
    demuxer: 'mov',
    sampleRate: common,
    encode: () => ({ codec: 'aac', bitsPerSecond: 256_000 }),
  },
  opus_192: {
    kind: 'encoded',
    name: 'Opus',
    suffix: '.opus',
    demuxer: 'ogg',
    sampleRate: () => 48_000,
    encode: () => ({ codec: 'opus', bitsPerSecond: 192_000 }),
  },
};
