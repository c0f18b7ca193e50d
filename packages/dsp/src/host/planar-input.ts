import type { WasmInstance } from './wasm-instance.ts';

/** Hands planar blocks of any length to a meter in pieces that its inputs hold. */
export class PlanarInput {
  readonly #capacity: number;
  readonly #inputs: Float32Array[];

  /** `pointers`: where the samples of each channel go. Make it after everything in the instance is created. */
  constructor(wasm: WasmInstance, pointers: readonly number[]) {
    this.#capacity = wasm.find('meterCapacity')();
    this.#inputs = pointers.map((pointer) => wasm.floats(pointer, this.#capacity));
  }

  /** `process` is called with the number of frames of every piece. Throws a RangeError when a channel is missing. */
  push(block: readonly Float32Array[], process: (frames: number) => void): void {
    const frames = block[0]?.length ?? 0;
    for (let from = 0; from < frames; from += this.#capacity) {
      const to = Math.min(frames, from + this.#capacity);
      for (const [channel, input] of this.#inputs.entries()) {
        const samples = block[channel];
        if (!samples) throw new RangeError(`The meter measures ${this.#inputs.length} channels`);
        input.set(to - from === samples.length ? samples : samples.subarray(from, to));
      }
      process(to - from);
    }
  }
}
