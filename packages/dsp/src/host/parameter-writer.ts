import { type CompressorSettings, writeCompressor } from '../processors/compressor.ts';
import type {
  DelaySettings,
  EqBandChannel,
  EqBandType,
  EqSettings,
  HighPassSettings,
  LimiterSettings,
  ReverbSettings,
} from '../settings.ts';
import type { WasmInstance } from './wasm-instance.ts';

/** Their places are the numbers in assembly/eq.ts. */
const bandTypes: EqBandType[] = ['highPass', 'lowPass', 'lowShelf', 'highShelf', 'bell', 'notch', 'tilt'];

/** As in assembly/parameters.ts. */
const capacity = 1024;

const bandChannels: EqBandChannel[] = ['stereo', 'mid', 'side'];

/** Writes settings as a run of numbers, in the order in which the `read` functions of `assembly/` take them. */
export class ParameterWriter {
  readonly #wasm: WasmInstance;
  #values: Float64Array = new Float64Array(0);
  #count = 0;

  constructor(wasm: WasmInstance) {
    this.#wasm = wasm;
  }

  begin(): this {
    // Memory that grew takes its views with it.
    if (this.#values.length === 0) {
      this.#values = this.#wasm.doubles(this.#wasm.find('parameterPointer')(), capacity);
    }
    this.#count = 0;
    return this;
  }

  number(value: number): this {
    if (Number.isNaN(value)) throw new RangeError('A setting of the engine is not a number');
    if (this.#count === capacity) throw new RangeError('These settings do not fit into the parameters of the engine');
    this.#values[this.#count++] = value;
    return this;
  }

  /** Of a processor that is made only once it is on: the length of its settings, then the settings. */
  optional(write: () => void): this {
    const at = this.#count;
    this.number(0);
    write();
    this.#values[at] = this.#count - at - 1;
    return this;
  }

  flag(value: boolean): this {
    return this.number(value ? 1 : 0);
  }

  /** `null` is −∞. */
  level(db: number | null): this {
    return this.number(db ?? Number.NEGATIVE_INFINITY);
  }

  highPass({ enabled, frequencyHz, slopeDbPerOctave }: HighPassSettings): this {
    return this.flag(enabled).number(frequencyHz).number(slopeDbPerOctave);
  }

  eq({ enabled, bands }: EqSettings): this {
    if (bands.length > 8) throw new RangeError('An equaliser has at most eight bands');
    this.flag(enabled).number(bands.length);
    for (const band of bands) {
      this.number(bandTypes.indexOf(band.type)).flag(band.enabled);
      this.number(bandChannels.indexOf(band.channel ?? 'stereo'))
        .number(band.frequencyHz)
        .number(band.gainDb);
      this.number(band.q).number(band.slopeDbPerOctave ?? 12);
    }
    return this;
  }

  compressor(settings: CompressorSettings): this {
    writeCompressor(this, settings);
    return this;
  }

  reverb(settings: ReverbSettings, levelDb: number | null): this {
    this.flag(levelDb !== null)
      .number(settings.size)
      .number(settings.decaySeconds)
      .number(settings.damping);
    return this.number(settings.preDelayMs).number(settings.width).level(levelDb);
  }

  delay(settings: DelaySettings, levelDb: number | null): this {
    this.flag(levelDb !== null)
      .number(settings.timeMs)
      .number(settings.feedback);
    this.number(settings.lowCutHz).number(settings.highCutHz).flag(settings.pingPong);
    return this.level(levelDb);
  }

  limiter(settings: LimiterSettings): this {
    this.flag(settings.enabled).number(settings.ceilingDbtp).number(settings.releaseMs);
    return this.number(settings.lookAheadMs);
  }
}
