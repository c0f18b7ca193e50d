import type { Dsp } from './dsp.ts';
import { checkSampleRate } from './host/checks.ts';
import { ParameterWriter } from './host/parameter-writer.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';
import { writeCompressor } from './processors/compressor.ts';
import { writeConvolutionReverb } from './processors/convolution-reverb.ts';
import { writeDynamicEq } from './processors/dynamic-eq.ts';
import { writeGate } from './processors/gate.ts';
import { writeModulation } from './processors/modulation.ts';
import { writeMultiband } from './processors/multiband.ts';
import { writePhaseEq } from './processors/phase-eq.ts';
import { writeSaturation } from './processors/saturation.ts';
import { writeToneCurve } from './processors/tone-curve.ts';
import { writeTransient } from './processors/transient.ts';
import { writeWidth } from './processors/width.ts';

const blockFrames = 1024;

/** Every processor by name, with what writes its settings; their places are the kinds in assembly/processor.ts. */
const writers = {
  toneCurve: writeToneCurve,
  eq: writePhaseEq,
  saturation: writeSaturation,
  compressor: writeCompressor,
  width: writeWidth,
  modulation: writeModulation,
  convolutionReverb: writeConvolutionReverb,
  gate: writeGate,
  transient: writeTransient,
  dynamicEq: writeDynamicEq,
  multiband: writeMultiband,
};

export type ProcessorKind = keyof typeof writers;

/** A kind with its settings. */
export type ProcessorSettings = {
  [Kind in ProcessorKind]: { kind: Kind; settings: Parameters<(typeof writers)[Kind]>[1] };
}[ProcessorKind];

export type ProcessorEngineOptions = { processor: ProcessorSettings; sampleRate: number };

/** Any one processor by itself, stereo: for tests, tools and previews. Equal settings and input give equal bits. */
export class ProcessorEngine {
  readonly kind: ProcessorKind;
  readonly sampleRate: number;
  readonly #wasm: WasmInstance;
  readonly #handle: Handle;
  readonly #writer: ParameterWriter;
  readonly #inputs: [Float32Array, Float32Array];
  readonly #outputs: [Float32Array, Float32Array];
  readonly #process: (handle: Handle, frames: number) => number;

  constructor(dsp: Dsp, { processor, sampleRate }: ProcessorEngineOptions) {
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.#wasm = wasm;
    this.kind = processor.kind;
    this.sampleRate = sampleRate;
    this.#handle = wasm.find('processorCreate')(Object.keys(writers).indexOf(processor.kind), sampleRate);
    const pair = (name: string): [Float32Array, Float32Array] => {
      const pointer = wasm.find(name);
      return [wasm.floats(pointer(this.#handle, 0), blockFrames), wasm.floats(pointer(this.#handle, 1), blockFrames)];
    };
    this.#inputs = pair('processorInput');
    this.#outputs = pair('processorOutput');
    this.#process = wasm.find('processorProcess');
    this.#writer = new ParameterWriter(wasm);
    this.setSettings(processor);
  }

  /** Frames by which the output lags the input with the present settings. */
  get latencyFrames(): number {
    return this.#wasm.find('processorLatency')(this.#handle);
  }

  /** Frames it rings on after the last input has come out (to −96 dB). */
  get tailFrames(): number {
    return this.#wasm.find('processorTail')(this.#handle);
  }

  /** Throws a RangeError for a kind other than its own, and for settings out of bounds. */
  setSettings({ kind, settings }: ProcessorSettings): void {
    if (kind !== this.kind) throw new RangeError(`This is a ${this.kind}, not a ${kind}`);
    const write = writers[kind] as (writer: ParameterWriter, settings: unknown) => void;
    write(this.#writer.begin(), settings);
    this.#wasm.find('processorSet')(this.#handle);
  }

  /** Processes one block of any length; the outputs may be the inputs. */
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
  takeGainReductionDb(): number {
    return this.#wasm.find('processorTakeReduction')(this.#handle);
  }

  /** Forgets the past signal, as if newly made with the present settings. */
  reset(): void {
    this.#wasm.find('processorReset')(this.#handle);
  }
}
