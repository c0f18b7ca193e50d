import { BusyConsole } from './busy-console.ts';

/** Of the AudioWorkletGlobalScope, which TypeScript's libraries do not describe. */
declare class AudioWorkletProcessor {}
declare function registerProcessor(name: string, processor: unknown): void;
type Options = { processorOptions: { binary: Uint8Array<ArrayBuffer>; strips: number; stemFrames: number } };

registerProcessor(
  'busy-console',
  class extends AudioWorkletProcessor {
    readonly #console: BusyConsole;

    constructor({ processorOptions: { binary, strips, stemFrames } }: Options) {
      super();
      this.#console = new BusyConsole({ module: new WebAssembly.Module(binary) }, { strips, stemFrames });
    }

    process(_inputs: unknown, [output]: Float32Array[][]): boolean {
      const [mixLeft, mixRight, left, right] = output!;
      this.#console.process(mixLeft!, mixRight!, left!, right!);
      return true;
    }
  },
);
