import { liveReadingLength } from '@sweetspot/dsp/live-meter';

/** The live meters of what is heard, measured on the audio thread by the engine that measures files. */
export class Meters {
  /** The newest reading, for `liveReadingOf`; the same array all the time. */
  readonly values = new Float32Array(liveReadingLength).fill(Number.NEGATIVE_INFINITY);
  readonly #source: AudioNode;
  readonly #node: AudioWorkletNode;

  /**
   * Rejects when the engine cannot be loaded.
   *
   * @param source what is measured; nothing that it sounds changes.
   * @param base where the engine's files lie.
   */
  static async open(context: BaseAudioContext, source: AudioNode, base = '/engine'): Promise<Meters> {
    const [module] = await Promise.all([
      WebAssembly.compileStreaming(fetch(`${base}/sweetspot.wasm`)),
      context.audioWorklet.addModule(`${base}/meter-worklet.js`),
    ]);
    return new Meters(context, source, module);
  }

  private constructor(context: BaseAudioContext, source: AudioNode, module: WebAssembly.Module) {
    this.#source = source;
    this.#node = new AudioWorkletNode(context, 'meter', {
      channelCount: 2,
      channelCountMode: 'explicit',
      outputChannelCount: [1],
      processorOptions: { module },
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.values.set(data);
    source.connect(this.#node);
    // Its output is silence; only what leads to a destination is run everywhere.
    this.#node.connect(context.destination);
  }

  /** Begins the integrated loudness, the range and the largest peaks anew. */
  reset(): void {
    this.#node.port.postMessage(null);
  }

  close(): void {
    this.#source.disconnect(this.#node);
    this.#node.disconnect();
    this.#node.port.close();
  }
}
