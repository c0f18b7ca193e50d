import { type Dsp, PcmReader, type PcmSamples } from '@sweetspot/dsp';
import type { PcmLayout } from './pcm-layout.ts';

const sampleKinds: Partial<Record<string, PcmSamples>> = { 'int 2': 'int16', 'int 3': 'int24', 'float 4': 'float32' };

/**
 * Readers in the engine for files that are read together, one per layout: a block is read and copied out at once, so files
 * can share them, and many stems do not need as many instances of the engine.
 */
export class PcmReaders {
  readonly #dsp: Dsp;
  readonly #readers = new Map<string, PcmReader>();

  constructor(dsp: Dsp) {
    this.#dsp = dsp;
  }

  /** For mono and stereo of 16 and 24 bits and of float32 in the order of WAV; null for the layouts that are rare. */
  find({ coding, channels }: PcmLayout, capacityFrames: number): PcmReader | null {
    const samples = sampleKinds[`${coding.type} ${coding.bytes}`];
    if (!samples || !coding.littleEndian || (channels !== 1 && channels !== 2)) return null;
    const key = `${channels} ${samples} ${capacityFrames}`;
    const known = this.#readers.get(key);
    if (known) return known;
    const reader = new PcmReader(this.#dsp, { channels, samples, capacityFrames });
    this.#readers.set(key, reader);
    return reader;
  }
}
