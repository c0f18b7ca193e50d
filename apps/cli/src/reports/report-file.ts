import { basename } from 'node:path';
import { judgeFile } from '@sweetspot/advice';
import type { Analysis } from '@sweetspot/protocol';

/** What `analyze --json` says of one file. */
export type FileReport = ReturnType<typeof reportFile>;

/** A file's analysis in the shape that the command line promises; −∞ is null. Curves for drawing are left out. */
export function reportFile(file: string, sha256: string, analysis: Analysis) {
  const { container, codec, sampleRate, bitDepth, channels, frames } = analysis.format;
  const { loudness, stereo, integrity, spectrum, music } = analysis;
  return {
    file,
    sha256,
    format: { container, codec, sampleRate, bitDepth, channels, frames, durationSeconds: frames / sampleRate },
    loudness,
    stereo,
    integrity,
    spectrum,
    music,
    readiness: judgeFile(analysis, { name: basename(file) }),
  };
}
