import type { Analysis } from '@sweetspot/protocol';
import { ClipFinder } from './clip-finder.ts';
import type { Block, SourceInfo } from './source.ts';

/** Below −90 dBFS counts as silence. */
const silence = 10 ** (-90 / 20);

/** What can be told from samples one by one: offset, silence, bits, clipping, and how the two channels relate. */
export class SignalScan {
  readonly #info: SourceInfo;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #peaks: Float64Array;
  readonly #clips: ClipFinder;
  #product = 0;
  #usedBits = 0;
  #sameChannels: boolean;
  #frames = 0;
  #firstLoud = -1;
  #lastLoud = -1;

  constructor(info: SourceInfo) {
    this.#info = info;
    this.#sums = new Float64Array(info.channels);
    this.#squares = new Float64Array(info.channels);
    this.#peaks = new Float64Array(info.channels);
    this.#clips = new ClipFinder(info.channels, info.sampleRate);
    this.#sameChannels = info.channels === 2;
  }

  /** Frames seen so far. */
  get frames(): number {
    return this.#frames;
  }

  add(block: Block): void {
    let blockPeak = 0;
    block.forEach((samples, channel) => {
      blockPeak = Math.max(blockPeak, this.#addChannel(samples, channel));
    });
    const [left, right] = block;
    if (left && right) this.#addPair(left, right);
    this.#clips.add(block, blockPeak);
    if (blockPeak > silence) this.#findSilence(block);
    if (this.#countsBits && (this.#usedBits & 1) === 0) this.#addBits(block);
    this.#frames += left!.length;
  }

  #addChannel(samples: Float32Array, channel: number): number {
    let sum = 0;
    let squares = 0;
    let peak = 0;
    for (let at = 0; at < samples.length; at += 1) {
      const value = samples[at]!;
      const magnitude = Math.abs(value);
      sum += value;
      squares += value * value;
      if (magnitude > peak) peak = magnitude;
    }
    this.#sums[channel] = this.#sums[channel]! + sum;
    this.#squares[channel] = this.#squares[channel]! + squares;
    this.#peaks[channel] = Math.max(this.#peaks[channel]!, peak);
    return peak;
  }

  #addPair(left: Float32Array, right: Float32Array): void {
    let product = 0;
    for (let at = 0; at < left.length; at += 1) product += left[at]! * right[at]!;
    this.#product += product;
    if (this.#sameChannels) this.#sameChannels = left.every((value, at) => value === right[at]);
  }

  #findSilence(block: Block): void {
    const isLoud = (at: number) => block.some((samples) => Math.abs(samples[at]!) > silence);
    const length = block[0]!.length;
    if (this.#firstLoud < 0) {
      let at = 0;
      while (!isLoud(at)) at += 1;
      this.#firstLoud = this.#frames + at;
    }
    let at = length - 1;
    while (!isLoud(at)) at -= 1;
    this.#lastLoud = this.#frames + at;
  }

  get #countsBits(): boolean {
    return this.#info.sampleKind === 'int' && this.#info.bitDepth !== null && this.#info.bitDepth <= 24;
  }

  /** Every bit any sample uses; once the lowest is seen there is nothing left to learn. */
  #addBits(block: Block): void {
    const scale = 2 ** (this.#info.bitDepth! - 1);
    for (const samples of block) {
      for (let at = 0; at < samples.length; at += 1) this.#usedBits |= samples[at]! * scale;
    }
  }

  finish(): { stereo: Pick<Analysis['stereo'], 'correlationMean' | 'balanceDb' | 'dualMono' | 'deadChannel'> } & Pick<
    Analysis['integrity'],
    | 'dcOffset'
    | 'clippedRuns'
    | 'clippedRunCount'
    | 'effectiveBits'
    | 'leadingSilenceSeconds'
    | 'trailingSilenceSeconds'
  > {
    const { sampleRate, channels, bitDepth } = this.#info;
    const clips = this.#clips.finish();
    const isSilent = this.#firstLoud < 0;
    const trailingZeros = this.#usedBits === 0 ? bitDepth! : 31 - Math.clz32(this.#usedBits & -this.#usedBits);
    return {
      dcOffset: Array.from(this.#sums, (sum) => (this.#frames > 0 ? sum / this.#frames : 0)),
      clippedRuns: clips.runs,
      clippedRunCount: clips.count,
      effectiveBits: this.#countsBits ? Math.max(0, bitDepth! - trailingZeros) : null,
      leadingSilenceSeconds: (isSilent ? this.#frames : this.#firstLoud) / sampleRate,
      trailingSilenceSeconds: (isSilent ? this.#frames : this.#frames - 1 - this.#lastLoud) / sampleRate,
      stereo: {
        ...this.#relation(),
        dualMono: channels === 2 && this.#sameChannels && this.#frames > 0,
        deadChannel: this.#deadChannel(),
      },
    };
  }

  #relation(): { correlationMean: number | null; balanceDb: number | null } {
    const [left, right] = this.#squares;
    if (!left || !right) return { correlationMean: null, balanceDb: null };
    return { correlationMean: this.#product / Math.sqrt(left * right), balanceDb: 10 * Math.log10(right / left) };
  }

  #deadChannel(): number | null {
    if (this.#info.channels !== 2) return null;
    const quiet = Array.from(this.#peaks, (peak) => peak <= silence);
    return quiet[0] === quiet[1] ? null : quiet.indexOf(true);
  }
}
