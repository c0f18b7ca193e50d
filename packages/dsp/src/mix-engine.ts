import type { Dsp } from './dsp.ts';
import { checkSampleRate } from './host/checks.ts';
import { ParameterWriter } from './host/parameter-writer.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';
import { neutralDelay, neutralReverb } from './neutral-settings.ts';
import type {
  DelaySettings,
  EffectSettings,
  MixSettings,
  ReturnSettings,
  ReverbSettings,
  StripSettings,
} from './settings.ts';

/** One channel (mono, panned) or two (stereo, balanced) of float32; `null` is silence. */
export type StripInput = readonly Float32Array[] | null;

export type MixEngineOptions = {
  settings: MixSettings;
  sampleRate: number;
  /** Channels of each strip's stem, 1 or 2, in the order of `settings.strips`. */
  stripChannels: number[];
};

const blockFrames = 1024;

/**
 * Strips → sends → returns → bus, stereo out. Equal settings and inputs give equal bits, however the stream is cut into
 * blocks. Settings may change between blocks, without clicks; the number of strips may not.
 */
export class MixEngine {
  readonly sampleRate: number;
  readonly stripCount: number;
  readonly #wasm: WasmInstance;
  readonly #handle: Handle;
  readonly #writer: ParameterWriter;
  readonly #channels: number[];
  readonly #inputs: [Float32Array, Float32Array][];
  readonly #outputs: [Float32Array, Float32Array];
  readonly #process: (handle: Handle, frames: number) => number;

  constructor(dsp: Dsp, { settings, sampleRate, stripChannels }: MixEngineOptions) {
    checkSampleRate(sampleRate);
    if (stripChannels.length !== settings.strips.length) throw new RangeError('Every strip needs its channel count');
    const wasm = new WasmInstance(dsp.module);
    this.#wasm = wasm;
    this.sampleRate = sampleRate;
    this.stripCount = settings.strips.length;
    this.#channels = stripChannels;
    this.#handle = wasm.find('mixCreate')(this.stripCount, sampleRate);
    const input = wasm.find('mixInput');
    const output = wasm.find('mixOutput');
    const view = (pointer: number) => wasm.floats(pointer, blockFrames);
    this.#inputs = stripChannels.map((_, strip) => [
      view(input(this.#handle, strip, 0)),
      view(input(this.#handle, strip, 1)),
    ]);
    this.#outputs = [view(output(this.#handle, 0)), view(output(this.#handle, 1))];
    this.#process = wasm.find('mixProcess');
    this.#writer = new ParameterWriter(wasm);
    this.setSettings(settings);
  }

  /** Frames by which the output lags the inputs. */
  get latencyFrames(): number {
    return this.#wasm.find('mixLatency')(this.#handle);
  }

  /** Frames that ring on after the inputs end (to −96 dB): feed silence for that long. */
  get tailFrames(): number {
    return this.#wasm.find('mixTail')(this.#handle);
  }

  setSettings(settings: MixSettings): void {
    if (settings.strips.length !== this.stripCount) throw new RangeError('The number of strips is fixed');
    checkSupported(settings);
    const sendsTo = (type: EffectSettings['type'], { sends }: StripSettings): number | null => {
      const to = settings.returns.find(({ effect }) => effect.type === type)?.id;
      return sends.find((send) => send.to === to)?.levelDb ?? null;
    };
    const anySolo = settings.strips.some((strip) => strip.solo);
    settings.strips.forEach((strip, index) => {
      const audible = !strip.mute && (!anySolo || strip.solo || strip.soloSafe);
      this.#writeStrip(index, strip, audible, [sendsTo('reverb', strip), sendsTo('delay', strip)]);
    });
    const { bus } = settings;
    const [reverb, delay] = effectsOf(settings.returns);
    this.#writer.begin().reverb(reverb.effect, reverb.levelDb).delay(delay.effect, delay.levelDb);
    this.#writer.eq(bus.eq).compressor(bus.compressor).number(bus.gainDb);
    this.#wasm.find('mixSetBus')(this.#handle);
  }

  #writeStrip(
    index: number,
    strip: StripSettings,
    audible: boolean,
    [reverbDb, delayDb]: readonly [number | null, number | null],
  ): void {
    this.#writer
      .begin()
      .number(this.#channels[index] ?? 2)
      .number(strip.trimDb)
      .flag(strip.polarityInverted);
    this.#writer.highPass(strip.highPass).eq(strip.eq).compressor(strip.compressor);
    this.#writer.number(strip.pan).level(strip.faderDb).flag(audible);
    this.#writer.level(reverbDb).level(delayDb);
    this.#wasm.find('mixSetStrip')(this.#handle, index);
  }

  /**
   * Mixes one block of any length: per strip its channels, all as long as the two outputs. NaN and infinities count as
   * silence.
   */
  process(inputs: readonly StripInput[], left: Float32Array, right: Float32Array): void {
    const frames = left.length;
    for (let from = 0; from < frames; from += blockFrames) {
      const to = Math.min(frames, from + blockFrames);
      for (let strip = 0; strip < this.stripCount; strip++) this.#copyIn(strip, inputs[strip] ?? null, from, to);
      this.#process(this.#handle, to - from);
      left.set(this.#outputs[0].subarray(0, to - from), from);
      right.set(this.#outputs[1].subarray(0, to - from), from);
    }
  }

  #copyIn(strip: number, input: StripInput, from: number, to: number): void {
    const target = this.#inputs[strip];
    if (!target) return;
    const [left, right = left] = input ?? [];
    const whole = from === 0 && left?.length === to;
    copyOrClear(target[0], left, whole, from, to);
    if (this.#channels[strip] !== 1) copyOrClear(target[1], right, whole, from, to);
  }

  /** Deepest gain reduction of each strip's compressor and of the bus since the last call, in dB ≥ 0. */
  takeGainReductions(): { strips: number[]; busDb: number } {
    const take = this.#wasm.find('mixTakeReduction');
    return {
      strips: this.#inputs.map((_, strip) => take(this.#handle, strip)),
      busDb: take(this.#handle, -1),
    };
  }

  /** Forgets the past signal, as if newly made with the present settings. */
  reset(): void {
    this.#wasm.find('mixReset')(this.#handle);
  }
}

/** What the graph may have that this engine cannot do yet; it is refused rather than left out. */
const checkSupported = ({ strips, groups, returns }: MixSettings): void => {
  const refuse = (what: string): never => {
    throw new RangeError(`The audio engine cannot do this yet: ${what}`);
  };
  if (groups.length > 0) refuse('groups');
  if (new Set(returns.map(({ effect }) => effect.type)).size < returns.length) refuse('two returns of one kind');
  for (const { delaySamples, width, sends, automation } of strips) {
    if (delaySamples !== 0) refuse('a delayed strip');
    if (width !== 1) refuse('the width of a strip');
    if (sends.some(({ position }) => position === 'pre')) refuse('sends before the fader');
    if (automation.length > 0) refuse('automation');
  }
};

type Leveled<Effect> = { effect: Effect; levelDb: number | null };

const effectsOf = (returns: readonly ReturnSettings[]): [Leveled<ReverbSettings>, Leveled<DelaySettings>] => {
  const reverb: Leveled<ReverbSettings> = { effect: neutralReverb(), levelDb: null };
  const delay: Leveled<DelaySettings> = { effect: neutralDelay(), levelDb: null };
  for (const { effect, levelDb, mute } of returns) {
    const heardDb = mute ? null : levelDb;
    if (effect.type === 'reverb') Object.assign(reverb, { effect, levelDb: heardDb });
    else Object.assign(delay, { effect, levelDb: heardDb });
  }
  return [reverb, delay];
};

const copyOrClear = (
  target: Float32Array,
  samples: Float32Array | undefined,
  whole: boolean,
  from: number,
  to: number,
): void => {
  if (!samples) target.fill(0, 0, to - from);
  else target.set(whole ? samples : samples.subarray(from, to));
};
