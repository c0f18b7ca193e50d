import type { Dsp } from './dsp.ts';
import { checkSampleRate } from './host/checks.ts';
import { blockFrames, MixBanks, type StripInput } from './host/mix-banks.ts';
import { MixDesk } from './host/mix-desk.ts';
import { planMix } from './host/mix-plan.ts';
import { WasmInstance } from './host/wasm-instance.ts';
import type { MixSettings } from './settings.ts';

export type MixEngineOptions = {
  settings: MixSettings;
  sampleRate: number;
  /** Channels of each strip's stem, 1 or 2, in the order of `settings.strips`. */
  stripChannels: readonly number[];
};

/**
 * Strips → groups → returns → mix bus, stereo out, on one thread. Equal settings and inputs give equal bits, however the
 * stream is cut into blocks, and the same bits as a mix whose banks run on several threads. Settings may change between
 * blocks, without clicks; the numbers of strips, groups and returns may not.
 */
export class MixEngine {
  readonly sampleRate: number;
  readonly #shape: string;
  readonly #groupCount: number;
  readonly #banks: MixBanks;
  readonly #desk: MixDesk;

  constructor(dsp: Dsp, { settings, sampleRate, stripChannels }: MixEngineOptions) {
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.sampleRate = sampleRate;
    this.#shape = shapeOf(settings);
    this.#groupCount = settings.groups.length;
    const banks = Array.from({ length: planMix(settings).bankCount }, (_, bank) => bank);
    this.#desk = new MixDesk(wasm, { settings, sampleRate });
    this.#banks = new MixBanks(wasm, { settings, sampleRate, stripChannels, banks });
    this.setSettings(settings);
  }

  /** Frames by which the output lags the inputs. */
  get latencyFrames(): number {
    return this.#desk.latencyFrames;
  }

  /** Frames that ring on after the inputs end (to −96 dB): feed silence for that long. */
  get tailFrames(): number {
    return this.#desk.tailFrames;
  }

  setSettings(settings: MixSettings): void {
    if (shapeOf(settings) !== this.#shape) throw new RangeError('The number of strips, groups and returns is fixed');
    const plan = planMix(settings);
    this.#banks.setSettings(settings, plan);
    const { latencyFrames } = this.#banks;
    this.#banks.align(latencyFrames);
    this.#desk.setSettings(settings, plan, latencyFrames);
    this.#banks.refreshViews();
  }

  /**
   * Mixes one block of any length: per strip its channels, all as long as the two outputs. NaN and infinities count as
   * silence.
   */
  process(inputs: readonly StripInput[], left: Float32Array, right: Float32Array): void {
    for (let from = 0; from < left.length; from += blockFrames) {
      const frames = Math.min(blockFrames, left.length - from);
      this.#banks.process(inputs, from, frames, (_bank, bus, pointer) => this.#desk.add(bus, pointer, frames));
      this.#desk.process(left, right, from, frames);
    }
  }

  /** Deepest gain reduction of every compressor since the last call, in dB ≥ 0. */
  takeGainReductions(): { strips: number[]; groups: number[]; busDb: number } {
    return { strips: this.#banks.takeGainReductions(), ...this.#desk.takeGainReductions(this.#groupCount) };
  }

  /** Forgets the past signal, as if newly made with the present settings; the next frame is `atSample` of the song. */
  reset(atSample = 0): void {
    this.#banks.reset(atSample);
    this.#desk.reset(atSample);
  }
}

const shapeOf = ({ strips, groups, returns }: MixSettings): string =>
  `${strips.length} ${groups.length} ${returns.length}`;
