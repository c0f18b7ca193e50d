import type { Dsp } from './dsp.ts';
import { checkSampleRate } from './host/checks.ts';
import { ParameterWriter } from './host/parameter-writer.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';
import { writeDynamicEq } from './processors/dynamic-eq.ts';
import { writeMultiband } from './processors/multiband.ts';
import { writePhaseEq } from './processors/phase-eq.ts';
import { writeSaturation } from './processors/saturation.ts';
import { writeToneCurve } from './processors/tone-curve.ts';
import { writeWidth } from './processors/width.ts';
import type { MasterSettings } from './settings.ts';

const blockFrames = 1024;

export type MasterEngineOptions = { settings: MasterSettings; sampleRate: number };

/**
 * Input trim → EQ → tone curve → dynamic EQ → multiband → compressor → saturation → width → drive → true-peak limiter, stereo.
 * Equal settings and input give equal bits.
 */
export class MasterEngine {
  readonly sampleRate: number;
  readonly #wasm: WasmInstance;
  readonly #handle: Handle;
  readonly #writer: ParameterWriter;
  #inputs: [Float32Array, Float32Array] | null = null;
  #outputs: [Float32Array, Float32Array] | null = null;
  readonly #process: (handle: Handle, frames: number) => number;

  constructor(dsp: Dsp, { settings, sampleRate }: MasterEngineOptions) {
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.#wasm = wasm;
    this.sampleRate = sampleRate;
    this.#handle = wasm.find('masterCreate')(sampleRate);
    this.#process = wasm.find('masterProcess');
    this.#writer = new ParameterWriter(wasm);
    this.setSettings(settings);
  }

  /**
   * Frames by which the output lags the input. The limiter's are constant, whatever its look-ahead; a tone curve, a linear
   * phase, a look-ahead of the compressor and saturation add theirs while they are on. Feed as many frames of silence at
   * the end to get the last of the signal.
   */
  get latencyFrames(): number {
    return this.#wasm.find('masterLatency')(this.#handle);
  }

  setSettings(settings: MasterSettings): void {
    const writer = this.#writer.begin().number(settings.inputGainDb);
    const linear = settings.eq.phase === 'linear';
    writer.eq({ ...settings.eq, enabled: settings.eq.enabled && !linear });
    writer.optional(() => writePhaseEq(writer, { ...settings.eq, enabled: settings.eq.enabled && linear }));
    writer
      .optional(() => writeToneCurve(writer, settings.toneCurve))
      .optional(() => writeDynamicEq(writer, settings.dynamicEq))
      .optional(() => writeMultiband(writer, settings.multiband));
    writer.compressor(settings.compressor);
    writer.optional(() => writeSaturation(writer, settings.saturation));
    writeWidth(writer, settings.width);
    writer.number(settings.driveDb).limiter(settings.limiter);
    this.#wasm.find('masterSet')(this.#handle);
  }

  /** Views die when the memory grows, as it does when a processor is switched on for the first time. */
  #views(): { inputs: [Float32Array, Float32Array]; outputs: [Float32Array, Float32Array] } {
    if (!this.#inputs?.[0].length || !this.#outputs) {
      const pair = (name: string): [Float32Array, Float32Array] => {
        const pointer = this.#wasm.find(name);
        const view = (channel: number) => this.#wasm.floats(pointer(this.#handle, channel), blockFrames);
        return [view(0), view(1)];
      };
      this.#inputs = pair('masterInput');
      this.#outputs = pair('masterOutput');
    }
    return { inputs: this.#inputs, outputs: this.#outputs };
  }

  /** Masters one block of any length; the outputs may be the inputs. */
  process(input: readonly [Float32Array, Float32Array], left: Float32Array, right: Float32Array): void {
    const frames = left.length;
    const { inputs, outputs } = this.#views();
    for (let from = 0; from < frames; from += blockFrames) {
      const to = Math.min(frames, from + blockFrames);
      inputs[0].set(input[0].subarray(from, to));
      inputs[1].set(input[1].subarray(from, to));
      this.#process(this.#handle, to - from);
      left.set(outputs[0].subarray(0, to - from), from);
      right.set(outputs[1].subarray(0, to - from), from);
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
