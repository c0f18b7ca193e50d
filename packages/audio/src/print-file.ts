import type { DitherKind, Dsp } from '@sweetspot/dsp';
import type { LoudnessFigures } from './loudness-figures.ts';
import { MeasuredFile } from './measured-file.ts';
import { throwIfAborted } from './media-error.ts';
import { openSource } from './open-source.ts';
import { scaleBlock } from './scale-block.ts';

export type BitDepth = 16 | 24 | '32f';

export interface PrintOptions {
  bitDepth: BitDepth;
  gainDb: number;
  dither: { shape: DitherKind; seed: number };
  signal?: AbortSignal | undefined;
  onFrames?: (frames: number) => void;
}

export interface PrintedFile {
  sampleRate: number;
  channels: number;
  frames: number;
  sizeBytes: number;
  /** Measured on the samples as they stand in the file. */
  loudness: LoudnessFigures;
}

/**
 * Writes a rendered float file out as what is delivered: gain, dither at the depth (Lipshitz & Vanderkooy), WAV, and
 * measures it on the way.
 */
export async function printFile(
  dsp: Dsp,
  fromPath: string,
  toPath: string,
  options: PrintOptions,
): Promise<PrintedFile> {
  const source = await openSource(fromPath, { signal: options.signal });
  const { sampleRate, channels } = source.info;
  const { bitDepth, dither } = options;
  const file = new MeasuredFile(dsp, toPath, { sampleRate, channels, bitDepth, dither });
  try {
    const gain = 10 ** (options.gainDb / 20);
    for (let block = await source.read(); block; block = await source.read(block)) {
      throwIfAborted(options.signal);
      if (gain !== 1) scaleBlock(block, gain);
      file.write(block);
      options.onFrames?.(file.frames);
    }
    return file.finish();
  } finally {
    file.abandon();
    await source.close();
  }
}
