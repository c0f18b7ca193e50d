import type { Dsp } from './dsp.ts';
import { checkChannels, checkSampleRate } from './host/checks.ts';
import { LoudnessReading } from './host/loudness-reading.ts';
import { PlanarInput } from './host/planar-input.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';

/** Levels are −Infinity for silence, and for windows that never filled. */
export type LoudnessResult = {
  /** Gated programme loudness, BS.1770-5. */
  integratedLufs: number;
  /** Loudness range, EBU Tech 3342; says little under 60 s. */
  rangeLu: number;
  /** Largest loudness over 400 ms and over 3 s, read every 10 ms. */
  maxMomentaryLufs: number;
  maxShortTermLufs: number;
  /** Largest of all channels. */
  truePeakDbtp: number;
  samplePeakDbfs: number;
  /** Root mean square of all channels; a full-scale sine reads −3.01. */
  rmsDbfs: number;
  /**
   * Least true peak of 3 s above their loudness (PSR, AES e-Brief 373, 2017), in windows at most 20 LU below the
   * integrated loudness; Infinity under 3 s.
   */
  minPsrDb: number;
  perChannel: { truePeakDbtp: number; samplePeakDbfs: number; rmsDbfs: number; mean: number }[];
  /** How the first two channels relate; null for one. */
  stereo: {
    /** What the half sum of two channels, played on both loudspeakers, is quieter; 0 for other counts, may be Infinity. */
    monoLossLu: number;
    /** Mean of left times right. */
    meanProduct: number;
    /** Per step of the curve: mean of left², right² and left times right. */
    left: Float32Array;
    right: Float32Array;
    product: Float32Array;
  } | null;
  /** Per step of `hopSeconds`, at its end. */
  curve: {
    hopSeconds: number;
    shortTermLufs: Float32Array;
    momentaryLufs: Float32Array;
    /** Largest momentary loudness and true peak in the step. */
    maxMomentaryLufs: Float32Array;
    truePeakDbtp: Float32Array;
    /** Largest sample magnitude and mean square of all channels, in the step. */
    samplePeak: Float32Array;
    meanSquare: Float32Array;
    /** True peak of the last 3 s above their loudness; NaN in silence. */
    psrDb: Float32Array;
  };
};

export type LoudnessMeterOptions = {
  channels: number;
  sampleRate: number;
  /**
   * Power weight per channel. By default those of BS.1770-5 for mono, stereo and 5.0 / 5.1 in the order
   * L R C (LFE) Ls Rs; 1 for every other count. One channel counts once: a mono file is measured as one loudspeaker.
   */
  weights?: number[];
};

/** Loudness, range and peaks of a stream, in one pass and constant memory (the curves aside). */
export class LoudnessMeter {
  readonly channels: number;
  readonly sampleRate: number;
  readonly #handle: Handle;
  readonly #input: PlanarInput;
  readonly #process: (handle: Handle, frames: number) => number;
  readonly #reading: LoudnessReading;

  constructor(dsp: Dsp, { channels, sampleRate, weights = channelWeights(channels) }: LoudnessMeterOptions) {
    checkChannels(channels);
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.channels = channels;
    this.sampleRate = sampleRate;
    this.#handle = wasm.find('meterCreate')(channels, sampleRate);
    this.#process = wasm.find('meterProcess');
    setChannelWeights(wasm, this.#handle, weights);
    this.#input = new PlanarInput(wasm, meterInputs(wasm, this.#handle, channels));
    this.#reading = new LoudnessReading(wasm, this.#handle, channels);
  }

  /** Takes one block, one Float32Array per channel, all of one length; any length. */
  push(block: readonly Float32Array[]): void {
    this.#input.push(block, (frames) => {
      this.#process(this.#handle, frames);
      this.#reading.collect();
    });
  }

  /** Loudness right now, for a live meter. */
  current(): { momentaryLufs: number; shortTermLufs: number } {
    return this.#reading.current();
  }

  /** What was measured so far; pushing may go on afterwards. */
  result(): LoudnessResult {
    return this.#reading.result();
  }
}

/** Where a meter inside the engine takes the samples of each channel. */
export const meterInputs = (wasm: WasmInstance, meter: Handle, channels: number): number[] =>
  Array.from({ length: channels }, (_, channel) => wasm.find('meterInput')(meter, channel));

export const setChannelWeights = (wasm: WasmInstance, meter: Handle, weights: readonly number[]): void => {
  wasm.doubles(wasm.find('parameterPointer')(), 1024).set(weights);
  wasm.find('meterSetWeights')(meter);
};

/** BS.1770-5 Annex 1, table 3: surround channels 1.41 (+1.5 dB), LFE left out. */
export const channelWeights = (channels: number): number[] => {
  if (channels === 5) return [1, 1, 1, 1.41, 1.41];
  if (channels === 6) return [1, 1, 1, 0, 1.41, 1.41];
  return Array.from({ length: channels }, () => 1);
};
