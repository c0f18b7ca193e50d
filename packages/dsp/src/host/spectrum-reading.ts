import type { LongTermSpectrum, SpectrumPart } from '../third-octave.ts';
import { StepLog } from './step-log.ts';
import type { Handle, WasmInstance } from './wasm-instance.ts';

const pitchSteps = 120;

/** Reads the results of a spectrum meter inside the engine (assembly/spectrum.ts). */
export class SpectrumReading {
  readonly #wasm: WasmInstance;
  readonly #handle: Handle;
  readonly #sampleRate: number;
  readonly #onsets: StepLog;

  constructor(wasm: WasmInstance, handle: Handle, sampleRate: number) {
    this.#wasm = wasm;
    this.#handle = handle;
    this.#sampleRate = sampleRate;
    const take = wasm.find('spectrumTakeOnsets');
    this.#onsets = new StepLog(wasm, {
      pointer: wasm.find('spectrumOnsets')(handle),
      capacity: 512,
      fields: 1,
      take: () => take(handle),
    });
  }

  /** To be called after every piece that the meter took. */
  collect(): void {
    this.#onsets.collect();
  }

  longTerm(): LongTermSpectrum {
    return { low: this.#part(0), high: this.#part(1), nyquistHz: this.#sampleRate / 2 };
  }

  clear(): void {
    this.#wasm.find('spectrumClearSums')(this.#handle);
  }

  /** Power of both channels together in the newest window of the coarse resolution, per bin. */
  newest(): { binHz: number; power: Float32Array } {
    const pointer = this.#wasm.find('spectrumPower')(this.#handle, 1);
    return { binHz: this.#binHz(1), power: this.#wasm.floats(pointer, this.#bins(1)).slice() };
  }

  /** Strength of onsets, one value every `hopSeconds`. */
  onsets(): { hopSeconds: number; strength: Float32Array } {
    return {
      hopSeconds: this.#wasm.find('spectrumHop')(this.#handle, 1) / this.#sampleRate,
      strength: this.#onsets.field(0),
    };
  }

  /** How much sounds at each place of the octave: 120 steps of 10 cents, the first a C at a′ = 440 Hz. */
  pitches(): Float64Array {
    return this.#wasm.doubles(this.#wasm.find('spectrumPitches')(this.#handle), pitchSteps).slice();
  }

  /** Power that the fine bins have in all but `share` of the windows that are not silent; 0 above 520 Hz. */
  steadyPower(share: number): { binHz: number; power: Float64Array } {
    const steady = this.#wasm.find('spectrumSteadyPower');
    const binHz = this.#binHz(0);
    const power = Float64Array.from({ length: Math.floor(520 / binHz) }, (_, bin) => steady(this.#handle, bin, share));
    return { binHz, power };
  }

  #bins(part: 0 | 1): number {
    return this.#wasm.find('spectrumBins')(this.#handle, part);
  }

  #binHz(part: 0 | 1): number {
    return this.#wasm.find('spectrumBinHz')(this.#handle, part, this.#sampleRate);
  }

  #part(part: 0 | 1): SpectrumPart {
    const bins = this.#bins(part);
    const windows = Math.max(1, this.#wasm.find('spectrumWindows')(this.#handle, part));
    const sums = this.#wasm.doubles(this.#wasm.find('spectrumSums')(this.#handle, part), 3 * bins);
    const mean = (index: number) => sums.slice(index * bins, (index + 1) * bins).map((sum) => sum / windows);
    const [left, right, side] = [mean(0), mean(1), mean(2)];
    // |L|² + |R|² = 2 (|M|² + |S|²); the side is measured apart because it is often the small one of the two.
    const mid = left.map((power, bin) => Math.max(0, (power + right[bin]!) / 2 - side[bin]!));
    return { binHz: this.#binHz(part), left, right, mid, side };
  }
}
