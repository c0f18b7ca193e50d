import type { Dsp } from './dsp.ts';
import { checkChannels, checkSampleRate } from './host/checks.ts';
import { LoudnessReading } from './host/loudness-reading.ts';
import { PlanarInput } from './host/planar-input.ts';
import { SpectrumReading } from './host/spectrum-reading.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';
import { findHum, type Hum } from './hum.ts';
import { estimateKey, type Key } from './key.ts';
import { channelWeights, type LoudnessResult, meterInputs, setChannelWeights } from './loudness-meter.ts';
import { findSpectralCutoffHz } from './spectral-cutoff.ts';
import { estimateTempo, type Tempo } from './tempo.ts';
import type { LongTermSpectrum } from './third-octave.ts';

export type AnalyserOptions = {
  channels: number;
  sampleRate: number;
  /** Bits of integer samples, so that it can be told how many are in use; null for floats. At most 24. */
  bitDepth: number | null;
};

export type AnalyserResult = {
  frames: number;
  loudness: LoudnessResult;
  /** First and last frame above −90 dBFS; null in silence. */
  loud: { firstFrame: number; lastFrame: number } | null;
  /** Largest magnitude of each channel. */
  peaks: number[];
  /** Two channels that carry the same samples. */
  sameChannels: boolean;
  /** All bits that any sample uses, the lowest of `bitDepth` being bit 0; null when they were not looked at. */
  usedBits: number | null;
  /** At least three equal samples at the file's maximum, if that is above −6 dBFS: how many, and the first 100 by time. */
  clippedRunCount: number;
  clippedRuns: { atFrame: number; samples: number; channel: number }[];
  /** Of the first two channels. */
  spectrum: LongTermSpectrum;
  cutoffHz: number | null;
  hum: Hum | null;
  tempo: Tempo | null;
  key: Key | null;
};

/** Everything that is measured of a file, in one pass over its samples, block by block; memory is flat but for curves. */
export class Analyser {
  readonly channels: number;
  readonly #dsp: Dsp;
  readonly #wasm: WasmInstance;
  readonly #handle: Handle;
  readonly #bitDepth: number | null;
  readonly #input: PlanarInput;
  readonly #process: (handle: Handle, frames: number) => number;
  readonly #loudness: LoudnessReading;
  readonly #spectrum: SpectrumReading;

  constructor(dsp: Dsp, { channels, sampleRate, bitDepth }: AnalyserOptions) {
    checkChannels(channels);
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.channels = channels;
    this.#dsp = dsp;
    this.#wasm = wasm;
    this.#bitDepth = bitDepth;
    this.#handle = wasm.find('analyserCreate')(channels, sampleRate, bitDepth ?? 0);
    this.#process = wasm.find('analyserProcess');
    const meter = wasm.find('analyserMeter')(this.#handle);
    setChannelWeights(wasm, meter, channelWeights(channels));
    this.#input = new PlanarInput(wasm, meterInputs(wasm, meter, channels));
    this.#loudness = new LoudnessReading(wasm, meter, channels);
    this.#spectrum = new SpectrumReading(wasm, wasm.find('analyserSpectrum')(this.#handle), sampleRate);
  }

  /** Takes one block, one Float32Array per channel, all of one length; any length. Throws a RangeError if one is missing. */
  push(block: readonly Float32Array[]): void {
    this.#input.push(block, (frames) => {
      this.#process(this.#handle, frames);
      this.#loudness.collect();
      this.#spectrum.collect();
    });
  }

  /** What was measured; to be called once, at the end. */
  result(): AnalyserResult {
    const loudness = this.#loudness.result();
    const spectrum = this.#spectrum.longTerm();
    return {
      ...this.#signal(),
      loudness,
      spectrum,
      cutoffHz: findSpectralCutoffHz(spectrum),
      hum: findHum(this.#spectrum.steadyPower(0.2), Math.min(2, this.channels)),
      tempo: estimateTempo(this.#dsp, this.#spectrum.onsets()),
      key: estimateKey(this.#spectrum.pitches()),
    };
  }

  #signal() {
    this.#wasm.find('analyserRead')(this.#handle);
    const results = this.#wasm.doubles(this.#wasm.find('parameterPointer')(), 6 + this.channels);
    const [frames, firstFrame, lastFrame, differs, usedBits, runCount] = results.subarray(0, 6) as unknown as number[];
    const kept = Math.min(100, runCount!);
    const runs = this.#wasm.doubles(this.#wasm.find('analyserRuns')(this.#handle), 3 * kept);
    const clippedRuns = Array.from({ length: kept }, (_, index) => ({
      atFrame: runs[3 * index]!,
      samples: runs[3 * index + 1]!,
      channel: runs[3 * index + 2]!,
    }));
    return {
      frames: frames!,
      loud: firstFrame! < 0 ? null : { firstFrame: firstFrame!, lastFrame: lastFrame! },
      peaks: Array.from(results.subarray(6)),
      sameChannels: this.channels === 2 && differs === 0 && frames! > 0,
      usedBits: this.#bitDepth === null ? null : usedBits!,
      clippedRunCount: runCount!,
      clippedRuns: clippedRuns.sort((a, b) => a.atFrame - b.atFrame || a.channel - b.channel),
    };
  }
}
