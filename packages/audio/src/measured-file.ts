import { type Dsp, LoudnessMeter, Quantizer } from '@sweetspot/dsp';
import { loudnessFigures } from './loudness-figures.ts';
import type { PrintedFile, PrintOptions } from './print-file.ts';
import type { Block } from './source.ts';
import { WavWriter } from './wav-writer.ts';

export type MeasuredFormat = { sampleRate: number; channels: number } & Pick<PrintOptions, 'bitDepth' | 'dither'>;

/**
 * A WAV that is written block by block as it is delivered, dithered at its depth (Lipshitz & Vanderkooy), and measured on
 * the way: on the samples as they stand in the file.
 */
export class MeasuredFile {
  readonly #format: MeasuredFormat;
  readonly #writer: WavWriter;
  readonly #meter: LoudnessMeter;
  readonly #quantizer: Quantizer | null;

  constructor(dsp: Dsp, path: string, format: MeasuredFormat) {
    const { sampleRate, channels, bitDepth, dither } = format;
    const samples = bitDepth === '32f' ? 'float32' : bitDepth === 24 ? 'int24' : 'int16';
    this.#format = format;
    this.#meter = new LoudnessMeter(dsp, { channels, sampleRate });
    this.#quantizer =
      bitDepth === '32f' ? null : new Quantizer(dsp, { channels, bitDepth, dither: dither.shape, seed: dither.seed });
    this.#writer = new WavWriter(path, { sampleRate, channels, samples });
  }

  get frames(): number {
    return this.#writer.frames;
  }

  /** Planar channels of equal length; they are overwritten with what stands in the file. */
  write(block: Block): void {
    const { bitDepth } = this.#format;
    const integers = this.#quantizer?.process(block);
    this.#writer.write(integers ?? block);
    if (integers && bitDepth !== '32f') toAmplitudes(integers, block, bitDepth);
    this.#meter.push(block);
  }

  /** Publishes the file. */
  finish(): PrintedFile {
    const { sampleRate, channels } = this.#format;
    const { frames, sizeBytes } = this.#writer.finish();
    return {
      sampleRate,
      channels,
      frames,
      sizeBytes,
      loudness: loudnessFigures(this.#meter.result(), frames / sampleRate),
    };
  }

  /** Gives up and leaves nothing behind; harmless after `finish`. */
  abandon(): void {
    this.#writer.abandon();
  }
}

function toAmplitudes(integers: readonly Int32Array[], block: Block, bitDepth: 16 | 24): void {
  const step = 2 ** (1 - bitDepth);
  integers.forEach((plane, channel) => {
    const out = block[channel]!;
    for (let at = 0; at < plane.length; at += 1) out[at] = plane[at]! * step;
  });
}
