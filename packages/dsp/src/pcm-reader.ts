import type { Dsp } from './dsp.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';

export type PcmReaderOptions = {
  channels: 1 | 2;
  /** Little-endian signed integers of 16 or 24 bits, interleaved. */
  bytesPerSample: 2 | 3;
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

  constructor(dsp: Dsp, { channels, bytesPerSample, capacityFrames }: PcmReaderOptions) {
    const wasm = new WasmInstance(dsp.module);
    this.#handle = wasm.find('pcmCreate')(channels, bytesPerSample, capacityFrames);
    this.#read = wasm.find('pcmRead');
    this.bytes = wasm.bytes(wasm.find('pcmBytes')(this.#handle), capacityFrames * channels * bytesPerSample);
    const plane = wasm.find('pcmPlane');
    this.#planes = Array.from({ length: channels }, (_, channel) =>
      wasm.floats(plane(this.#handle, channel), capacityFrames),
    );
  }

  /** The first `frames` frames of `bytes`, one new array per channel. */
  read(frames: number): Float32Array<ArrayBuffer>[] {
    this.#read(this.#handle, frames);
    return this.#planes.map((plane) => plane.slice(0, frames) as Float32Array<ArrayBuffer>);
  }
}
