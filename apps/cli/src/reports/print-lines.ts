import type { Analysis } from '@sweetspot/protocol';
import { channelsWord, clock, level, table } from './words.ts';

export interface PrintReport {
  file: string;
  sha256: string;
  format: { sampleRate: number; bitDepth: number | string; channels: number; frames: number; durationSeconds: number };
  loudness: Analysis['loudness'];
}

/** What a command wrote, for people. */
export function printLines({ file, sha256, format, loudness }: PrintReport): string[] {
  return [
    file,
    ...table([
      ['format', `${format.sampleRate / 1000} kHz, ${format.bitDepth} bits, ${channelsWord(format.channels)}`],
      ['length', clock(format.durationSeconds, 3)],
      ['integrated', level(loudness.integratedLufs, 'LUFS')],
      ['true peak', level(loudness.truePeakDbtp, 'dBTP', 2)],
      ['SHA-256', sha256],
    ]),
  ];
}
