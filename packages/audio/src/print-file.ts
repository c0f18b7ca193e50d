import { type DitherKind, type Dsp, LoudnessMeter, Quantizer } from '@sweetspot/dsp';
import { type LoudnessFigures, loudnessFigures } from './loudness-figures.ts';
import { throwIfAborted } from './media-error.ts';
import { openSource } from './open-source.ts';
import { scaleBlock } from './scale-block.ts';
import type { Block } from './source.ts';
import { WavWriter } from './wav-writer.ts';

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
  const {
    bitDepth,
    dither: { shape, seed },
  } = options;
  const samples = bitDepth === '32f' ? 'float32' : bitDepth === 24 ? 'int24' : 'int16';
  const writer = new WavWriter(toPath, { sampleRate, channels, samples });
  try {
    const meter = new LoudnessMeter(dsp, { channels, sampleRate });
    const quantizer = bitDepth === '32f' ? null : new Quantizer(dsp, { channels, bitDepth, dither: shape, seed });
    const gain = 10 ** (options.gainDb / 20);
    for (let block = await source.read(); block; block = await source.read()) {
      throwIfAborted(options.signal);
      if (gain !== 1) scaleBlock(block, gain);
      const integers = quantizer?.process(block);
      writer.write(integers ?? block);
      if (integers && bitDepth !== '32f') toAmplitudes(integers, block, bitDepth);
      meter.push(block);
      options.onFrames?.(writer.frames);
    }
    const { frames, sizeBytes } = writer.finish();
    return { sampleRate, channels, frames, sizeBytes, loudness: loudnessFigures(meter.result(), frames / sampleRate) };
  } finally {
    writer.abandon();
    await source.close();
  }
}

function toAmplitudes(integers: readonly Int32Array[], block: Block, bitDepth: 16 | 24): void {
  const step = 2 ** (1 - bitDepth);
  integers.forEach((plane, channel) => {
    const out = block[channel]!;
    for (let at = 0; at < plane.length; at += 1) out[at] = plane[at]! * step;
  });
}
