import { PI, exp, exp2 } from './math';
import { allocate, make } from './memory';
import { spread, uniform } from './random';

// Impulse responses of rooms that never were: sparse reflections that grow dense, then noise, all of it falling by 60 dB in
// a time that depends on frequency. J. A. Moorer, "About this reverberation business", Computer Music J. 3 (1979): late
// reverberation is exponentially decaying noise; J.-M. Jot, "An analysis/synthesis approach to real-time artificial
// reverberation", ICASSP 1992: with a decay of its own in every band.

// Kinds, in the order of `spaceKinds` in src/processors/convolution-reverb.ts.
const ROOM: i32 = 0;
const CHAMBER: i32 = 1;
const PLATE: i32 = 2;

/** Bands with a decay of their own, split by low-passes of 18 dB/oct: below 250 Hz, 1, 4 and 9 kHz, and above. */
const BANDS: i32 = 5;

function cornerHz(band: i32): f64 {
  return band == 0 ? 250.0 : band == 1 ? 1000.0 : band == 2 ? 4000.0 : 9000.0;
}

/** Decay times of the bands against `decaySeconds`: damping 0, and damping 1. */
function decayShare(kind: i32, band: i32, damping: f64): f64 {
  const bright = band < 2 ? 1.0 : band == 2 ? 0.95 : band == 3 ? 0.8 : 0.6;
  const dark = band == 0 ? 1.0 : band == 1 ? 0.85 : band == 2 ? 0.45 : band == 3 ? 0.22 : 0.12;
  // Plates keep their highs and lose some lows; halls have more lows.
  const lows = band > 0 ? 1.0 : kind == PLATE ? 0.8 : kind == ROOM ? 0.95 : kind == CHAMBER ? 1.0 : 1.15;
  return (bright + (dark - bright) * damping) * lows;
}

/** Milliseconds over which reflections come singly, at size 1. */
function earlyMs(kind: i32): f64 {
  return kind == ROOM ? 35.0 : kind == CHAMBER ? 50.0 : kind == PLATE ? 0.0 : 110.0;
}

function reflections(kind: i32): i32 {
  return kind == ROOM ? 14 : kind == CHAMBER ? 22 : kind == PLATE ? 0 : 18;
}

/** Milliseconds in which the noise rises, at size 1. */
function riseMs(kind: i32): f64 {
  return kind == ROOM ? 12.0 : kind == CHAMBER ? 18.0 : kind == PLATE ? 2.0 : 70.0;
}

/** Three one-pole low-passes in a row; their states at `at`. */
function lowPass(x: f64, at: usize, pole: f64): f64 {
  for (const end = at + 24; at < end; at += 8) {
    x = x + pole * (load<f64>(at) - x);
    store<f64>(at, x);
  }
  return x;
}

@unmanaged
export class Space {
  sampleRate: f64;
  maxFrames: i32;
  /** Complex per frame: [left, right]. */
  result: usize;
  frames: i32;
  /** Excitation of one channel, f64 per frame. */
  dry: usize;
  seed: usize;
  /** Of the two low-passes of a band, three f64 each. */
  states: usize;

  /**
   * Left and right responses into `result`, each of energy 1, `frames` long: to −75 dB, or as far as there is room. `size`
   * 0 … 1 scales the times of the reflections, `damping` 0 … 1 shortens the decay of highs.
   */
  build(kind: i32, size: f64, decaySeconds: f64, damping: f64, preDelayFrames: i32): void {
    const decay = max(0.05, decaySeconds);
    const scale = 0.3 + 0.7 * size;
    this.frames = min(this.maxFrames, preDelayFrames + <i32>(1.25 * decay * this.sampleRate));
    memory.fill(this.result, 0, <usize>this.frames << 4);
    for (let channel = 0; channel < 2; channel++) {
      store<u64>(this.seed, spread(<u64>(2 * kind + channel + 1)));
      this.excite(kind, scale, preDelayFrames);
      const out = this.result + (<usize>channel << 3);
      this.colour(out, kind, decay, damping, preDelayFrames);
      this.normalise(out);
    }
  }

  /** Reflections and rising noise, not yet decaying. */
  private excite(kind: i32, scale: f64, preDelay: i32): void {
    memory.fill(this.dry, 0, <usize>this.frames << 3);
    const rise = max(1.0, riseMs(kind) * 0.001 * scale * this.sampleRate);
    for (let i = preDelay; i < this.frames; i++) {
      const t = <f64>(i - preDelay) / rise;
      const level = t < 1.0 ? t * t * (3.0 - 2.0 * t) : 1.0;
      store<f64>(this.dry + (<usize>i << 3), level * (2.0 * uniform(this.seed) - 1.0));
    }
    // Ever more of them per time, as in any room; each as strong as a few milliseconds of the noise.
    const count = reflections(kind);
    const spanFrames = earlyMs(kind) * 0.001 * scale * this.sampleRate;
    const strength = sqrt(0.006 * this.sampleRate);
    for (let k = 0; k < count; k++) {
      const share = sqrt((<f64>k + uniform(this.seed)) / <f64>count);
      const at = preDelay + <i32>(share * spanFrames);
      if (at >= this.frames) continue;
      const slot = this.dry + (<usize>at << 3);
      const sign = uniform(this.seed) < 0.5 ? -1.0 : 1.0;
      store<f64>(slot, load<f64>(slot) + sign * strength * (1.0 - 0.6 * share));
    }
  }

  /** Splits the excitation into bands, lets each decay at its own pace, and adds them up; fades out the last twentieth. */
  private colour(out: usize, kind: i32, decay: f64, damping: f64, preDelay: i32): void {
    const fade = max(1, this.frames / 20);
    for (let band = 0; band < BANDS; band++) {
      const low = band < BANDS - 1 ? this.pole(cornerHz(band)) : 0.0;
      const high = band > 0 ? this.pole(cornerHz(band - 1)) : 0.0;
      // 60 dB are 9.966 halvings.
      const perFrame = exp2(-9.965784284662087 / (decayShare(kind, band, damping) * decay * this.sampleRate));
      let level = 1.0;
      memory.fill(this.states, 0, 48);
      for (let i = preDelay; i < this.frames; i++) {
        const x = load<f64>(this.dry + (<usize>i << 3));
        // What passes this corner's low-pass and not the one below: the bands of the excitation add up to it.
        const upper = band < BANDS - 1 ? lowPass(x, this.states, low) : x;
        const lower = band > 0 ? lowPass(x, this.states + 24, high) : 0.0;
        const left = this.frames - i;
        const end = left < fade ? <f64>left / <f64>fade : 1.0;
        const at = out + (<usize>i << 4);
        store<f64>(at, load<f64>(at) + level * end * (upper - lower));
        level *= perFrame;
      }
    }
  }

  private pole(hz: f64): f64 {
    return exp((-2.0 * PI * min(hz, 0.45 * this.sampleRate)) / this.sampleRate);
  }

  private normalise(out: usize): void {
    let energy = 0.0;
    for (let i = 0; i < this.frames; i++) {
      const value = load<f64>(out + (<usize>i << 4));
      energy += value * value;
    }
    const scale = 1.0 / sqrt(max(1e-30, energy));
    for (let i = 0; i < this.frames; i++) {
      const at = out + (<usize>i << 4);
      store<f64>(at, load<f64>(at) * scale);
    }
  }
}

export function makeSpace(maxFrames: i32, sampleRate: f64): Space {
  const space = make<Space>();
  space.sampleRate = sampleRate;
  space.maxFrames = maxFrames;
  space.result = allocate(<usize>maxFrames << 4);
  space.dry = allocate(<usize>maxFrames << 3);
  space.seed = allocate(8);
  space.states = allocate(48);
  return space;
}
