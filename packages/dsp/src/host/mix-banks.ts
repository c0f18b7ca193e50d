import { writeDynamicEq } from '../processors/dynamic-eq.ts';
import { writeGate } from '../processors/gate.ts';
import { writeSaturation } from '../processors/saturation.ts';
import { writeTransient } from '../processors/transient.ts';
import type { MixSettings } from '../settings.ts';
import { bankStrips, type MixPlan, planMix } from './mix-plan.ts';
import { ParameterWriter } from './parameter-writer.ts';
import type { Handle, WasmInstance } from './wasm-instance.ts';
import { writeLanes, writeOutlet } from './write-outlet.ts';

/** One channel (mono, panned) or two (stereo, balanced) of float32; `null` is silence. */
export type StripInput = readonly Float32Array[] | null;

/** Frames that banks and desk take at once; as in assembly/master.ts. */
export const blockFrames = 1024;

type Bank = { handle: Handle; firstStrip: number; stripCount: number };

/**
 * Some of a mix's banks of strips, in one wasm instance. Which banks run where changes no bit, as long as their sums are
 * added in the order of the banks.
 */
export class MixBanks {
  readonly busCount: number;
  readonly #wasm: WasmInstance;
  readonly #writer: ParameterWriter;
  readonly #channels: readonly number[];
  readonly #banks: Bank[];
  readonly #sums: number;
  readonly #process: (handle: Handle, frames: number) => number;
  readonly #touched: (handle: Handle, bus: number) => number;
  #inputs: [Float32Array, Float32Array][] = [];
  #sumViews: Float64Array[] = [];

  /** `banks`: which of them, by number, rising. */
  constructor(
    wasm: WasmInstance,
    options: { settings: MixSettings; sampleRate: number; stripChannels: readonly number[]; banks: readonly number[] },
  ) {
    const { settings, sampleRate, stripChannels } = options;
    const { strips, groups, returns } = settings;
    if (stripChannels.length !== strips.length) throw new RangeError('Every strip needs its channel count');
    this.#wasm = wasm;
    this.#channels = stripChannels;
    this.busCount = 1 + groups.length + returns.length;
    this.#sums = wasm.find('bankSums')(this.busCount);
    this.#banks = options.banks.map((bank) => {
      const firstStrip = bank * bankStrips;
      const stripCount = Math.min(bankStrips, strips.length - firstStrip);
      const create = wasm.find('bankCreate');
      const handle = create(stripCount, groups.length, returns.length, this.#sums, sampleRate);
      return { handle, firstStrip, stripCount };
    });
    this.#process = wasm.find('bankProcess');
    this.#touched = wasm.find('bankTouched');
    this.#writer = new ParameterWriter(wasm);
    this.setSettings(settings, planMix(settings));
  }

  setSettings(settings: MixSettings, plan: MixPlan): void {
    for (const { handle, firstStrip, stripCount } of this.#banks) {
      for (let place = 0; place < stripCount; place++)
        this.#writeStrip(handle, place, firstStrip + place, settings, plan);
    }
    this.refreshViews();
  }

  #writeStrip(handle: Handle, place: number, index: number, settings: MixSettings, plan: MixPlan): void {
    const strip = settings.strips[index]!;
    const reserve = this.#wasm.find('bankLane');
    writeLanes(this.#wasm, strip, settings.returns, (lane, count) => reserve(handle, place, lane, count));
    const writer = this.#writer.begin();
    writer.number(this.#channels[index] ?? 2).number(plan.outputs[index]!);
    writer.number(strip.trimDb).flag(strip.polarityInverted).number(strip.delaySamples);
    writer
      .optional(() => writeGate(writer, strip.gate))
      .highPass(strip.highPass)
      .eq(strip.eq);
    writer.optional(() => writeDynamicEq(writer, strip.deEsser)).compressor(strip.compressor);
    writer
      .optional(() => writeTransient(writer, strip.transient))
      .optional(() => writeSaturation(writer, strip.saturation));
    writeOutlet(writer, strip, { audible: plan.audible[index]!, returns: settings.returns });
    this.#wasm.find('bankSetStrip')(handle, place);
  }

  /** Longest latency of the strips here. */
  get latencyFrames(): number {
    return Math.max(0, ...this.#banks.map(({ handle }) => this.#wasm.find('bankLatency')(handle)));
  }

  /** Makes every strip as late as `latencyFrames`, the longest latency of all strips of the mix. After every setting. */
  align(latencyFrames: number): void {
    for (const { handle } of this.#banks) this.#wasm.find('bankAlign')(handle, latencyFrames);
    this.refreshViews();
  }

  /** After anything in the same wasm instance that may allocate: memory that grew took the views with it. */
  refreshViews(): void {
    if (this.#inputs[0]?.[0].length) return;
    const input = this.#wasm.find('bankInput');
    this.#inputs = this.#banks.flatMap(({ handle, stripCount }) =>
      Array.from({ length: stripCount }, (_, place): [Float32Array, Float32Array] => [
        this.#wasm.floats(input(handle, place, 0), blockFrames),
        this.#wasm.floats(input(handle, place, 1), blockFrames),
      ]),
    );
  }

  /**
   * Sums up to `blockFrames` frames, bank by bank, and hands each sum over before the next bank overwrites it: the number
   * of the bus and where the sum lies, interleaved doubles. `inputs` has one entry per strip of the mix, of which frames
   * `from` … `from + frames` count.
   */
  process(
    inputs: readonly StripInput[],
    from: number,
    frames: number,
    takeSum: (bank: number, bus: number, pointer: number) => void,
  ): void {
    let view = 0;
    this.#banks.forEach(({ handle, firstStrip, stripCount }, bank) => {
      for (let place = 0; place < stripCount; place++, view++) {
        this.#copyIn(this.#inputs[view]!, firstStrip + place, inputs[firstStrip + place] ?? null, from, frames);
      }
      this.#process(handle, frames);
      for (let bus = 0; bus < this.busCount; bus++) {
        if (this.#touched(handle, bus)) takeSum(bank, bus, this.#sums + bus * blockFrames * 16);
      }
    });
  }

  #copyIn(target: [Float32Array, Float32Array], strip: number, input: StripInput, from: number, frames: number): void {
    const [left, right = left] = input ?? [];
    copyOrClear(target[0], left, from, frames);
    if (this.#channels[strip] !== 1) copyOrClear(target[1], right, from, frames);
  }

  /** The sum of a bus that was just handed over: interleaved doubles. */
  sumOf(bus: number, frames: number): Float64Array {
    if (!this.#sumViews[0]?.length) {
      this.#sumViews = Array.from({ length: this.busCount }, (_, at) =>
        this.#wasm.doubles(this.#sums + at * blockFrames * 16, blockFrames * 2),
      );
    }
    const view = this.#sumViews[bus]!;
    return frames === blockFrames ? view : view.subarray(0, frames * 2);
  }

  /** Deepest gain reduction of the compressor of each strip here since the last call, in dB ≥ 0. */
  takeGainReductions(): number[] {
    const take = this.#wasm.find('bankTakeReduction');
    return this.#banks.flatMap(({ handle, stripCount }) =>
      Array.from({ length: stripCount }, (_, place) => take(handle, place)),
    );
  }

  reset(atSample: number): void {
    for (const { handle } of this.#banks) this.#wasm.find('bankReset')(handle, atSample);
  }
}

const copyOrClear = (target: Float32Array, samples: Float32Array | undefined, from: number, frames: number): void => {
  if (!samples) target.fill(0, 0, frames);
  else target.set(from === 0 && samples.length === frames ? samples : samples.subarray(from, from + frames));
};
