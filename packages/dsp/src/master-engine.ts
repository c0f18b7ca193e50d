import type { Dsp } from './dsp.ts';
import { checkSampleRate } from './host/checks.ts';
import { ParameterWriter } from './host/parameter-writer.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';
import { writeToneCurve } from './processors/tone-curve.ts';
import type { MasterSettings } from './settings.ts';

const blockFrames = 1024;

export type MasterEngineOptions = { settings: MasterSettings; sampleRate: number };

/** Input trim → EQ → tone curve → compressor → drive → true-peak limiter, stereo. Equal settings and input give equal bits. */
export class MasterEngine {
  readonly sampleRate: number;
  readonly #wasm: WasmInstance;
  readonly #handle: Handle;
  readonly #writer: ParameterWriter;
  readonly #inputs: [Float32Array, Float32Array];
  readonly #outputs: [Float32Array, Float32Array];
  readonly #process: (handle: Handle, frames: number) => number;

  constructor(dsp: Dsp, { settings, sampleRate }: MasterEngineOptions) {
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.#wasm = wasm;
    this.sampleRate = sampleRate;
    this.#handle = wasm.find('masterCreate')(sampleRate);
    const pair = (name: string): [Float32Array, Float32Array] => {
      const pointer = wasm.find(name);
      return [wasm.floats(pointer(this.#handle, 0), blockFrames), wasm.floats(pointer(this.#handle, 1), blockFrames)];
    };
    this.#inputs = pair('masterInput');
    this.#outputs = pair('masterOutput');
    this.#process = wasm.find('masterProcess');
    this.#writer = new ParameterWriter(wasm);
    this.setSettings(settings);
  }

  /**
   * Frames by which the output lags the input. Constant for the life of the engine, whatever the look-ahead, so that
   * settings can be changed while it plays; only switching the tone curve, or its phase, changes it. Feed as many frames of silence at the end to get the last of the signal.
   */
  get latencyFrames(): number {
    return this.#wasm.find('masterLatency')(this.#handle);
  }

  setSettings(settings: MasterSettings): void {
    const writer = this.#writer.begin().number(settings.inputGainDb).eq(settings.eq);
    writeToneCurve(writer, settings.toneCurve);
    writer.compressor(settings.compressor).number(settings.driveDb).limiter(settings.limiter);
    this.#wasm.find('masterSet')(this.#handle);
  }

  /** Masters one block of any length; the outputs may be the inputs. */
  process(input: readonly [Float32Array, Float32Array], left: Float32Array, right: Float32Array): void {
    const frames = left.length;
    for (let from = 0; from < frames; from += blockFrames) {
      const to = Math.min(frames, from + blockFrames);
      this.#inputs[0].set(input[0].subarray(from, to));
      this.#inputs[1].set(input[1].subarray(from, to));
      this.#process(this.#handle, to - from);
      left.set(this.#outputs[0].subarray(0, to - from), from);
      right.set(this.#outputs[1].subarray(0, to - from), from);
    }
  }

  /** Deepest gain reduction since the last call, in dB ≥ 0. */
  takeGainReductions(): { compressorDb: number; limiterDb: number } {
    const take = this.#wasm.find('masterTakeReduction');
    return { compressorDb: take(this.#handle, 0), limiterDb: take(this.#handle, 1) };
  }

  /** Forgets the past signal, as if newly made with the present settings. */
  reset(): void {
    this.#wasm.find('masterReset')(this.#handle);
  }
}
