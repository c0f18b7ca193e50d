import { type Dsp, MasterEngine, MixEngine, type MixSettings, Resampler } from '@sweetspot/dsp';
import { busyMaster, busyMix } from '@sweetspot/dsp/oracle/busy-settings';
import { concat, musicLike } from '@sweetspot/dsp/oracle/signals';

export const sampleRate = 48_000;

/** Every strip with all of its processors. */
const everythingOn = (ids: string[]): MixSettings => {
  const mix = busyMix(ids);
  for (const { gate, deEsser, compressor, transient, saturation } of mix.strips) {
    for (const processor of [gate, deEsser, compressor, transient, saturation]) processor.enabled = true;
  }
  return mix;
};

/** Made-up music that comes from another rate. */
function musicFrom(dsp: Dsp, fromRate: number, frames: number, seed: number): Float32Array {
  const resampler = new Resampler(dsp, { channels: 1, fromRate, toRate: sampleRate });
  const [start] = resampler.push([musicLike(Math.ceil((frames * fromRate) / sampleRate), seed, 0.3)]);
  const [end] = resampler.finish();
  return concat(start!, end!).subarray(0, frames);
}

/** A mix in which everything is on, and the master of it, fed with made-up music, some of it resampled: the same anywhere it runs. */
export class BusyConsole {
  readonly #mix: MixEngine;
  readonly #master: MasterEngine;
  readonly #stems: Float32Array[][];
  #atFrame = 0;
  readonly #stemFrames: number;

  /** The stems begin anew after `stemFrames`, which blocks must not run across. */
  constructor(dsp: Dsp, { strips, stemFrames }: { strips: number; stemFrames: number }) {
    this.#stemFrames = stemFrames;
    const ids = Array.from({ length: strips }, (_, index) => `${index}`);
    this.#stems = ids.map((_, index) =>
      Array.from({ length: 2 - (index % 2) }, (_channel, channel) => musicLike(stemFrames, 2 * index + channel, 0.3)),
    );
    this.#stems[0] = [musicFrom(dsp, 44_100, stemFrames, 0), musicFrom(dsp, 48_048, stemFrames, 1)];
    const stripChannels = this.#stems.map((channels) => channels.length);
    this.#mix = new MixEngine(dsp, { settings: everythingOn(ids), sampleRate, stripChannels });
    this.#master = new MasterEngine(dsp, { settings: busyMaster(), sampleRate });
  }

  /** The next frames of the mix (left, right) and of its master (left, right). */
  process(mixLeft: Float32Array, mixRight: Float32Array, left: Float32Array, right: Float32Array): void {
    const from = this.#atFrame % this.#stemFrames;
    const to = from + mixLeft.length;
    const inputs = this.#stems.map((channels) => channels.map((channel) => channel.subarray(from, to)));
    this.#atFrame += mixLeft.length;
    this.#mix.process(inputs, mixLeft, mixRight);
    this.#master.process([mixLeft, mixRight], left, right);
  }
}
