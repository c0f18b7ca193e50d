/** The bricks of the demo instruments. Everything is a function of its seed: the same song is the same bytes. */
export const sampleRate = 48_000;

/** Numbers 0 … 1 from a seed (mulberry32). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed for one instrument of one song. */
export const seedFor = (seed: number, name: string): number =>
  [...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5 ^ seed);

/** Smooths the step of a naive waveform at phase 0 (PolyBLEP, Välimäki & Huovilainen 2007). */
function polyBlep(phase: number, increment: number): number {
  if (phase < increment) {
    const t = phase / increment;
    return t + t - t * t - 1;
  }
  if (phase > 1 - increment) {
    const t = (phase - 1) / increment;
    return t * t + t + t + 1;
  }
  return 0;
}

/** Band-limited sawtooth and pulse from one phase. */
export class Oscillator {
  phase: number;
  constructor(phase = 0) {
    this.phase = phase;
  }
  saw(hz: number): number {
    const increment = this.#advance(hz);
    return 2 * this.phase - 1 - polyBlep(this.phase, increment);
  }
  pulse(hz: number, width: number): number {
    const increment = this.#advance(hz);
    const second = (this.phase + 1 - width) % 1;
    const naive = this.phase < width ? 1 : -1;
    return naive + polyBlep(this.phase, increment) - polyBlep(second, increment);
  }
  #advance(hz: number): number {
    const increment = hz / sampleRate;
    this.phase += increment;
    if (this.phase >= 1) this.phase -= 1;
    return increment;
  }
}

/** Two-pole state variable filter (Zavalishin 2012, trapezoidal); outputs stay in fields. */
export class StateFilter {
  low = 0;
  band = 0;
  high = 0;
  #g = 0;
  #k = 1;
  #s1 = 0;
  #s2 = 0;
  tune(hz: number, q: number): void {
    this.#g = Math.tan((Math.PI * Math.min(hz, sampleRate * 0.45)) / sampleRate);
    this.#k = 1 / q;
  }
  process(input: number): void {
    const g = this.#g;
    this.high = (input - (this.#k + g) * this.#s1 - this.#s2) / (1 + g * (g + this.#k));
    this.band = g * this.high + this.#s1;
    this.#s1 = g * this.high + this.band;
    this.low = g * this.band + this.#s2;
    this.#s2 = g * this.band + this.low;
  }
}

export interface EnvelopeTimes {
  attack: number;
  decay: number;
  sustain: number;
  release: number;
}

/** Attack – decay – sustain – release in seconds; answers the level at `t` of a note that is let go at `held`. */
export function envelope(t: number, held: number, times: EnvelopeTimes): number {
  const at = Math.min(t, held);
  const { attack, decay, sustain } = times;
  const level = at < attack ? at / attack : sustain + (1 - sustain) * Math.exp((attack - at) / decay);
  return t < held ? level : level * Math.exp((-5 * (t - held)) / times.release);
}

/** The channels of a stem while it is being played. */
export type Track = Float32Array[];

/** Adds a one-shot sound at a frame; equal-power pan −1 … 1 on stereo tracks. */
export function place(track: Track, sound: Float32Array, atFrame: number, gain: number, pan = 0): void {
  const [left, right] = track;
  if (!left) return;
  const angle = ((pan + 1) * Math.PI) / 4;
  const leftGain = right ? gain * Math.cos(angle) : gain;
  const rightGain = gain * Math.sin(angle);
  const from = Math.max(0, atFrame);
  const to = Math.min(left.length, atFrame + sound.length);
  for (let at = from; at < to; at += 1) {
    const value = sound[at - atFrame]!;
    left[at] = left[at]! + value * leftGain;
    if (right) right[at] = right[at]! + value * rightGain;
  }
}
