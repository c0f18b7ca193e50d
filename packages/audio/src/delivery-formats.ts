import type { DeliveryFormat } from '@sweetspot/protocol';
import type { EncodeFormat } from './ffmpeg-encoder.ts';

type Plan = {
  /** For sentences. */
  name: string;
  /** What follows the name of the song. */
  suffix: string;
  sampleRate(ofSource: number): number;
} & ({ kind: 'wav'; bitDepth: 16 | 24 } | { kind: 'encoded'; encode(flacBitDepth: 16 | 24): EncodeFormat });

const same = (rate: number): number => rate;
/** Rates MP3 and AAC players take: the source's when it is one, else the one of its family. */
const common = (rate: number): number =>
  rate === 44_100 || rate === 48_000 ? rate : rate % 11_025 === 0 ? 44_100 : 48_000;

/** How each format is made. */
export const deliveryFormats: Record<DeliveryFormat, Plan> = {
  wav24: { kind: 'wav', name: 'WAV', suffix: ' (24 bit).wav', bitDepth: 24, sampleRate: same },
  wav16_44: { kind: 'wav', name: 'WAV', suffix: ' (16 bit 44.1 kHz).wav', bitDepth: 16, sampleRate: () => 44_100 },
  flac: {
    kind: 'encoded',
    name: 'FLAC',
    suffix: '.flac',
    sampleRate: same,
    encode: (bitDepth) => ({ codec: 'flac', bitDepth, exponent: 0, compressionLevel: 5 }),
  },
  mp3_320: {
    kind: 'encoded',
    name: 'MP3',
    suffix: '.mp3',
    sampleRate: common,
    encode: () => ({ codec: 'mp3', bitsPerSecond: 320_000 }),
  },
  aac_256: {
    kind: 'encoded',
    name: 'AAC',
    suffix: '.m4a',
    sampleRate: common,
    encode: () => ({ codec: 'aac', bitsPerSecond: 256_000 }),
  },
  opus_192: {
    kind: 'encoded',
    name: 'Opus',
    suffix: '.opus',
    sampleRate: () => 48_000,
    encode: () => ({ codec: 'opus', bitsPerSecond: 192_000 }),
  },
};
