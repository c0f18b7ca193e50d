import { writeConvolutionReverb } from '../processors/convolution-reverb.ts';
import { writeModulation } from '../processors/modulation.ts';
import { writeSaturation } from '../processors/saturation.ts';
import type { MixSettings } from '../settings.ts';
import { blockFrames } from './mix-banks.ts';
import type { MixPlan } from './mix-plan.ts';
import { ParameterWriter } from './parameter-writer.ts';
import type { Handle, WasmInstance } from './wasm-instance.ts';
import { writeLanes, writeOutlet } from './write-outlet.ts';

/** As in assembly/effect-return.ts. */
const effectTypes = ['reverb', 'delay', 'modulation', 'convolution'] as const;

/** What comes behind the banks: their sums → groups → returns → mix bus. */
export class MixDesk {
  readonly #wasm: WasmInstance;
  readonly #handle: Handle;
  readonly #writer: ParameterWriter;
  readonly #add: (handle: Handle, bus: number, pointer: number, frames: number) => number;
  readonly #process: (handle: Handle, frames: number) => number;
  #fed: readonly boolean[] = [];
  #outputs: [Float32Array, Float32Array] | null = null;
  #inbox: { pointer: number; view: Float64Array } | null = null;

  constructor(wasm: WasmInstance, { settings, sampleRate }: { settings: MixSettings; sampleRate: number }) {
    this.#wasm = wasm;
    this.#handle = wasm.find('deskCreate')(settings.groups.length, settings.returns.length, sampleRate);
    this.#add = wasm.find('deskAdd');
    this.#process = wasm.find('deskProcess');
    this.#writer = new ParameterWriter(wasm);
  }

  /** `stripLatencyFrames` is how late the sums of the banks are. */
  setSettings(settings: MixSettings, plan: MixPlan, stripLatencyFrames: number): void {
    const { groups, returns, bus } = settings;
    this.#fed = plan.fed;
    const reserve = this.#wasm.find('deskLane');
    groups.forEach((group, index) => {
      writeLanes(this.#wasm, group, returns, (lane, count) => reserve(this.#handle, index, lane, count));
      const writer = this.#writer.begin().eq(group.eq).compressor(group.compressor);
      writer.optional(() => writeSaturation(writer, group.saturation));
      writeOutlet(writer, group, { audible: !group.mute, returns });
      this.#wasm.find('deskSetGroup')(this.#handle, index);
    });
    returns.forEach(({ eq, effect, levelDb, mute }, index) => {
      const heardDb = mute ? null : levelDb;
      const writer = this.#writer.begin().eq(eq).number(effectTypes.indexOf(effect.type));
      if (effect.type === 'reverb') writer.reverb(effect, heardDb);
      else if (effect.type === 'delay') writer.delay(effect, heardDb);
      else if (effect.type === 'modulation') writeModulation(writer.level(heardDb), effect);
      else writeConvolutionReverb(writer.level(heardDb), effect);
      this.#wasm.find('deskSetReturn')(this.#handle, index);
    });
    this.#writer.begin().eq(bus.eq).compressor(bus.compressor).number(bus.gainDb);
    this.#wasm.find('deskSetBus')(this.#handle);
    this.#wasm.find('deskAlign')(this.#handle, stripLatencyFrames);
  }

  get latencyFrames(): number {
    return this.#wasm.find('deskLatency')(this.#handle);
  }

  /** Frames the returns ring on after their inputs end. */
  get tailFrames(): number {
    const tail = this.#wasm.find('deskTail');
    return Math.max(0, ...this.#fed.map((fed, index) => (fed ? tail(this.#handle, index) : 0)));
  }

  /** Adds the sum of a bank that lies at `pointer` of the same wasm instance. Banks come in their order. */
  add(bus: number, pointer: number, frames: number): void {
    this.#add(this.#handle, bus, pointer, frames);
  }

  /** Adds the sum of a bank that comes from elsewhere: `frames` interleaved frames. */
  addFrom(bus: number, sum: Float64Array, frames: number): void {
    if (!this.#inbox?.view.length) {
      const pointer = this.#inbox?.pointer ?? this.#wasm.find('deskInbox')();
      this.#inbox = { pointer, view: this.#wasm.doubles(pointer, blockFrames * 2) };
    }
    this.#inbox.view.set(sum);
    this.#add(this.#handle, bus, this.#inbox.pointer, frames);
  }

  /** Mixes what was added since the last time into frames `from` … `from + frames` of the outputs. */
  process(left: Float32Array, right: Float32Array, from: number, frames: number): void {
    this.#process(this.#handle, frames);
    if (!this.#outputs?.[0].length) {
      const output = this.#wasm.find('deskOutput');
      const view = (channel: number) => this.#wasm.floats(output(this.#handle, channel), blockFrames);
      this.#outputs = [view(0), view(1)];
    }
    left.set(this.#outputs[0].subarray(0, frames), from);
    right.set(this.#outputs[1].subarray(0, frames), from);
  }

  takeGainReductions(groupCount: number): { groups: number[]; busDb: number } {
    const take = this.#wasm.find('deskTakeReduction');
    return {
      groups: Array.from({ length: groupCount }, (_, group) => take(this.#handle, group)),
      busDb: take(this.#handle, -1),
    };
  }

  reset(atSample: number): void {
    this.#wasm.find('deskReset')(this.#handle, atSample);
  }
}
