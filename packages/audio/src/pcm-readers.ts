import { type Dsp, PcmReader } from '@sweetspot/dsp';
import type { PcmLayout } from './pcm-layout.ts';

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

  /** For mono and stereo of 16 or 24 bits in the order of WAV; null for the layouts that are rare. */
  find({ coding, channels }: PcmLayout, capacityFrames: number): PcmReader | null {
    if (coding.type === 'float' || !coding.littleEndian || (channels !== 1 && channels !== 2)) return null;
    const bytesPerSample = coding.bytes;
    if (bytesPerSample !== 2 && bytesPerSample !== 3) return null;
    const key = `${channels} ${bytesPerSample} ${capacityFrames}`;
    const known = this.#readers.get(key);
    if (known) return known;
    const reader = new PcmReader(this.#dsp, { channels, bytesPerSample, capacityFrames });
    this.#readers.set(key, reader);
    return reader;
  }
}
