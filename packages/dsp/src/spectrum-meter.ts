import type { Dsp } from './dsp.ts';
import { checkSampleRate } from './host/checks.ts';
import { PlanarInput } from './host/planar-input.ts';
import { SpectrumReading } from './host/spectrum-reading.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';
import type { LongTermSpectrum } from './third-octave.ts';

/**
 * Spectrum of one or two channels: long-term, of the whole stream or section by section, and of this moment for a live
 * display. One pass, constant memory. Read `thirdOctaves`, `powerBetween`, `correlationOf` and `spectralCentroidHz` off
 * what it answers.
 */
export class SpectrumMeter {
  readonly channels: 1 | 2;
  readonly sampleRate: number;
  readonly #handle: Handle;
  readonly #input: PlanarInput;
  readonly #process: (handle: Handle, frames: number) => number;
  readonly #reading: SpectrumReading;

  constructor(dsp: Dsp, { channels, sampleRate }: { channels: 1 | 2; sampleRate: number }) {
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.channels = channels;
    this.sampleRate = sampleRate;
    this.#handle = wasm.find('spectrumCreate')(sampleRate);
    this.#process = wasm.find('spectrumProcess');
    const pointers = Array.from({ length: channels }, (_, channel) =>
      wasm.find('spectrumInput')(this.#handle, channel),
    );
    this.#input = new PlanarInput(wasm, pointers);
    this.#reading = new SpectrumReading(wasm, this.#handle, sampleRate);
  }

  /** Takes one block, one Float32Array per channel, all of one length; any length. Throws a RangeError if one is missing. */
  push(block: readonly Float32Array[]): void {
    this.#input.push(block, (frames) => {
      this.#process(this.#handle, frames);
      this.#reading.collect();
    });
  }

  /** Mean over everything since the start or the last `take`. One channel counts as left, with silence on the right. */
  longTerm(): LongTermSpectrum {
    return this.#reading.longTerm();
  }

  /** The same, and begins a new section. Windows that reach over the border (up to 0.35 s) count for the new one. */
  take(): LongTermSpectrum {
    const spectrum = this.#reading.longTerm();
    this.#reading.clear();
    return spectrum;
  }

  /** Power of the last 21 ms or so per bin, both channels together. */
  current(): { binHz: number; power: Float32Array } {
    return this.#reading.newest();
  }
}
