/** Of the AudioWorkletGlobalScope, which TypeScript's libraries do not describe. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: unknown): void;
declare const currentFrame: number;

const framesPerBlock = 4096;

/** Hands on what passes through it, untouched and without a gap, in blocks with the context frame each begins at. */
registerProcessor(
  'recorder',
  class extends AudioWorkletProcessor {
    #planes = [new Float32Array(framesPerBlock), new Float32Array(framesPerBlock)];
    #filled = 0;

    process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
      const frames = output![0]!.length;
      this.#planes.forEach((plane, channel) => {
        // Without a source the input has no channels, which is silence.
        const samples = input![channel] ?? new Float32Array(frames);
        plane.set(samples, this.#filled);
        output![channel]!.set(samples);
      });
      this.#filled += frames;
      if (this.#filled === framesPerBlock) {
        this.port.postMessage({ atFrame: currentFrame + frames - framesPerBlock, planes: this.#planes });
        this.#filled = 0;
      }
      return true;
    }
  },
);
