import type { Dsp } from './dsp.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';

/** Little-endian and interleaved. */
export type PcmSamples = 'int16' | 'int24' | 'float32';
const sampleBytes: Record<PcmSamples, number> = { int16: 2, int24: 3, float32: 4 };

export type PcmReaderOptions = {
  channels: 1 | 2;
  samples: PcmSamples;
  /** Frames of the largest block. */
  capacityFrames: number;
};

/** Bytes of an uncompressed file to planar float32, full scale = 1, exactly and several times faster than in JavaScript. */
export class PcmReader {
  /** Put the bytes of a block here, then call `read`. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #planes: Float32Array[];
  readonly #handle: Handle;
  readonly #read: (handle: Handle, frames: number) => number;

  constructor(dsp: Dsp, { channels, samples, capacityFrames }: PcmReaderOptions) {
    const bytesPerSample = sampleBytes[samples];
    const wasm = new WasmInstance(dsp.module);
    this.#handle = wasm.find('pcmCreate')(channels, bytesPerSample, capacityFrames);
    this.#read = wasm.find('pcmRead');
    this.bytes = wasm.bytes(wasm.find('pcmBytes')(this.#handle), capacityFrames * channels * bytesPerSample);
    const plane = wasm.find('pcmPlane');
    this.#planes = Array.from({ length: channels }, (_, channel) =>
      wasm.floats(plane(this.#handle, channel), capacityFrames),
    );
  }

  /**
   * The first `frames` frames of `bytes`, one array per channel: those of `spare` if they are of that length, else new ones.
   * Null when floats among them are no sound (NaN, infinite, beyond ±1024); denormals count as 0.
   */
  read(frames: number, spare?: readonly Float32Array[] | null): Float32Array[] | null {
    if (this.#read(this.#handle, frames) === 0) return null;
    return this.#planes.map((plane, channel) => {
      const reused = spare?.[channel];
      if (reused?.length !== frames) return plane.slice(0, frames);
      reused.set(plane.subarray(0, frames));
      return reused;
    });
  }
}
