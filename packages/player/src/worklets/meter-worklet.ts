import { LiveMeter, liveReadingLength } from '@sweetspot/dsp/live-meter';

/** Of the AudioWorkletGlobalScope, which TypeScript's libraries do not describe. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: unknown): void;
declare const sampleRate: number;

export type MeterOptions = { processorOptions: { module: object } };

/** Readings a second: faster than an eye reads numbers, slow enough to cost nothing. */
const readingsPerSecond = 25;

/**
 * Measures what comes in and passes nothing on. Posts `liveReadingLength` numbers 25 times a second; any message to it
 * begins the measurement anew.
 */
registerProcessor(
  'meter',
  class extends AudioWorkletProcessor {
    readonly #dsp: { module: object };
    readonly #values = new Float32Array(liveReadingLength);
    #silence = new Float32Array(128);
    #meter: LiveMeter;
    #framesLeft = 0;

    constructor({ processorOptions: { module } }: MeterOptions) {
      super();
      this.#dsp = { module };
      this.#meter = new LiveMeter(this.#dsp, { sampleRate });
      this.port.onmessage = () => {
        this.#meter = new LiveMeter(this.#dsp, { sampleRate });
      };
    }

    process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
      // Without a source the input has no channels, which is silence.
      const frames = output![0]!.length;
      if (this.#silence.length !== frames) this.#silence = new Float32Array(frames);
      this.#meter.push(input!.length === 2 ? input! : [input![0] ?? this.#silence, input![0] ?? this.#silence]);
      this.#framesLeft -= frames;
      if (this.#framesLeft <= 0) {
        this.#framesLeft += sampleRate / readingsPerSecond;
        this.#meter.read(this.#values);
        this.port.postMessage(this.#values);
      }
      return true;
    }
  },
);
