import type { Dsp } from './dsp.ts';
import { checkSampleRate } from './host/checks.ts';
import { PlanarInput } from './host/planar-input.ts';
import { type Handle, WasmInstance } from './host/wasm-instance.ts';
import { meterInputs } from './loudness-meter.ts';

/** A sixth of an octave each, 20 Hz to 20 kHz. Pink noise reads the same in all of them. */
export const liveBandsHz: readonly number[] = Array.from({ length: 61 }, (_, band) => 20 * 2 ** (band / 6));

/** Levels are −Infinity in silence. */
export type LiveReading = {
  momentaryLufs: number;
  shortTermLufs: number;
  /** Of everything since the last `reset`. */
  integratedLufs: number;
  rangeLu: number;
  truePeakDbtp: { left: number; right: number };
  /** Of the last 100 ms or so. */
  recent: {
    /** Both channels. */
    truePeakDbtp: number;
    rmsDbfs: { left: number; right: number };
    /** −1 … 1; null where a channel is silent. */
    correlation: number | null;
  };
  /** Power per band of `liveBandsHz`, both channels together, in dB; −Infinity above half the sample rate. */
  bandsDb: Float32Array;
};

const bandsAt = 10;
/** How many numbers a reading is. */
export const liveReadingLength = bandsAt + liveBandsHz.length;

/** Below, the fine resolution of the spectrum is used; it reaches to 891 Hz. */
const crossoverHz = 20 * 2 ** (32.5 / 6);
const stepFields = 9;
const stepCapacity = 256;

/**
 * The meters of a listening room, for two channels: what `LoudnessMeter` and `SpectrumMeter` measure, read many times a
 * second. Neither `push` nor `read` keeps anything, however long it goes on, so it may live on an audio thread. To begin
 * anew, make another one.
 */
export class LiveMeter {
  readonly #wasm: WasmInstance;
  readonly #loudness: Handle;
  readonly #spectrum: Handle;
  readonly #inputs: readonly [PlanarInput, PlanarInput];
  readonly #results: Float64Array;
  readonly #steps: Float32Array;
  readonly #bands: readonly BandBins[];
  readonly #powers: readonly [Float32Array, Float32Array];
  readonly #take: { steps: (meter: Handle) => number; onsets: (meter: Handle) => number };
  readonly #process: readonly [(frames: number) => void, (frames: number) => void];
  #lastStep = -1;

  constructor(dsp: Dsp, { sampleRate }: { sampleRate: number }) {
    checkSampleRate(sampleRate);
    const wasm = new WasmInstance(dsp.module);
    this.#wasm = wasm;
    const loudness = wasm.find('meterCreate')(2, sampleRate);
    const spectrum = wasm.find('spectrumCreate')(sampleRate);
    this.#loudness = loudness;
    this.#spectrum = spectrum;
    const [processLoudness, processSpectrum] = [wasm.find('meterProcess'), wasm.find('spectrumProcess')];
    this.#process = [(frames) => processLoudness(loudness, frames), (frames) => processSpectrum(spectrum, frames)];
    this.#take = { steps: wasm.find('meterTakeSteps'), onsets: wasm.find('spectrumTakeOnsets') };
    const spectrumInput = wasm.find('spectrumInput');
    this.#inputs = [
      new PlanarInput(wasm, meterInputs(wasm, loudness, 2)),
      new PlanarInput(
        wasm,
        [0, 1].map((channel) => spectrumInput(spectrum, channel)),
      ),
    ];
    this.#results = wasm.doubles(wasm.find('parameterPointer')(), 1024);
    this.#steps = wasm.floats(wasm.find('meterSteps')(loudness), stepCapacity * stepFields);
    const [bins, binHz, power] = [wasm.find('spectrumBins'), wasm.find('spectrumBinHz'), wasm.find('spectrumPower')];
    const part = (index: 0 | 1) => ({ count: bins(spectrum, index), binHz: binHz(spectrum, index, sampleRate) });
    this.#bands = liveBandsHz.map((hz) => binsOf(hz, [part(0), part(1)]));
    this.#powers = [0, 1].map((index) => wasm.floats(power(spectrum, index), bins(spectrum, index))) as [
      Float32Array,
      Float32Array,
    ];
  }

  /** Takes one block of left and right, of any one length. */
  push(block: readonly Float32Array[]): void {
    this.#inputs[0].push(block, this.#process[0]);
    this.#inputs[1].push(block, this.#process[1]);
    const steps = this.#take.steps(this.#loudness);
    if (steps > 0) this.#lastStep = steps - 1;
    this.#take.onsets(this.#spectrum);
  }

  /** Writes how things stand, `liveReadingLength` numbers; `liveReadingOf` says which is which. */
  read(into: Float32Array): void {
    this.#wasm.find('meterRead')(this.#loudness);
    const results = this.#results;
    into[0] = results[4]!;
    into[1] = results[5]!;
    into[2] = results[0]!;
    into[3] = results[1]!;
    into[4] = results[8]!;
    into[5] = results[12]!;
    const step = this.#lastStep * stepFields;
    const [left, right, product] = [this.#steps[step + 6] ?? 0, this.#steps[step + 7] ?? 0, this.#steps[step + 8] ?? 0];
    into[6] = this.#steps[step + 3] ?? Number.NEGATIVE_INFINITY;
    into[7] = powerDb(left);
    into[8] = powerDb(right);
    into[9] = left > 0 && right > 0 ? Math.max(-1, Math.min(1, product / Math.sqrt(left * right))) : Number.NaN;
    for (let band = 0; band < this.#bands.length; band++) into[bandsAt + band] = this.#bandDb(this.#bands[band]!);
  }

  #bandDb({ part, first, shares }: BandBins): number {
    const power = this.#powers[part]!;
    let sum = 0;
    for (let at = 0; at < shares.length; at++) sum += power[first + at]! * shares[at]!;
    return powerDb(sum);
  }
}

/** Names what `LiveMeter.read` wrote. */
export const liveReadingOf = (values: Float32Array): LiveReading => ({
  momentaryLufs: values[0]!,
  shortTermLufs: values[1]!,
  integratedLufs: values[2]!,
  rangeLu: values[3]!,
  truePeakDbtp: { left: values[4]!, right: values[5]! },
  recent: {
    truePeakDbtp: values[6]!,
    rmsDbfs: { left: values[7]!, right: values[8]! },
    correlation: Number.isNaN(values[9]!) ? null : values[9]!,
  },
  bandsDb: values.subarray(bandsAt),
});

/** The bins of one resolution that make up a band, and what share of each lies inside. */
type BandBins = { part: 0 | 1; first: number; shares: Float64Array };

function binsOf(hz: number, parts: readonly [Part, Part]): BandBins {
  const [fromHz, toHz] = [hz * 2 ** (-1 / 12), hz * 2 ** (1 / 12)];
  const part = hz < crossoverHz ? 0 : 1;
  const { count, binHz } = parts[part];
  const first = Math.max(1, Math.round(fromHz / binHz));
  const last = Math.min(count - 1, Math.round(toHz / binHz));
  const inside = (bin: number) => (Math.min(toHz, (bin + 0.5) * binHz) - Math.max(fromHz, (bin - 0.5) * binHz)) / binHz;
  const shares = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    Math.max(0, inside(first + at)),
  );
  return { part, first, shares };
}

type Part = { count: number; binHz: number };

const powerDb = (power: number): number => (power > 0 ? 10 * Math.log10(power) : Number.NEGATIVE_INFINITY);
