import { allocate, make } from './memory';
import { sanitize } from './frames';

// Float to integer with dither. TPDF: the difference of two uniform numbers, ±1 step, which makes the error's mean and
// power independent of the signal (S. P. Lipshitz, R. A. Wannamaker, J. Vanderkooy, "Quantization and Dither", JAES 40,
// 1992). High-passed TPDF takes the difference of consecutive uniform numbers: the same distribution, power rising by
// 6 dB/oct towards Nyquist. Seeded per channel, so that equal seeds give equal files.

const BLOCK: i32 = 1024;
const TPDF: i32 = 1;
const TPDF_HIGH: i32 = 2;

@unmanaged
class Quantizer {
  channels: i32;
  kind: i32;
  scale: f64;
  inputs: usize;
  outputs: usize;
  /** Per channel: i64 generator state, f64 last uniform number. */
  states: usize;

  process(frames: i32): void {
    const highest = this.scale - 1.0;
    for (let c = 0; c < this.channels; c++) {
      const state = this.states + (<usize>c << 4);
      let input = this.inputs + <usize>(c * BLOCK) * 4;
      let output = this.outputs + <usize>(c * BLOCK) * 4;
      for (let i = 0; i < frames; i++) {
        const x = f32x4.extract_lane(sanitize(f32x4.splat(load<f32>(input))), 0);
        const value = nearest(<f64>x * this.scale + this.noise(state));
        store<i32>(output, <i32>max(-this.scale, min(highest, value)));
        input += 4;
        output += 4;
      }
    }
  }

  private noise(state: usize): f64 {
    if (this.kind == TPDF) return uniform(state) - uniform(state);
    if (this.kind == TPDF_HIGH) {
      const now = uniform(state);
      const last = load<f64>(state, 8);
      store<f64>(state, now, 8);
      return now - last;
    }
    return 0.0;
  }
}

/** Uniform in [0, 1): xorshift64* (S. Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016). */
function uniform(state: usize): f64 {
  let x = load<u64>(state);
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  store<u64>(state, x);
  return <f64>((x * 0x2545f4914f6cdd1d) >> 11) * 1.1102230246251565e-16;
}

/** A well-spread non-zero state from a small seed: SplitMix64. */
function spread(seed: u64): u64 {
  let z = seed + 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  z ^= z >> 31;
  return z == 0 ? 1 : z;
}

export function quantizerCreate(channels: i32, bitDepth: i32, kind: i32, seed: f64): usize {
  const quantizer = make<Quantizer>();
  quantizer.channels = channels;
  quantizer.kind = kind;
  quantizer.scale = <f64>(1 << (bitDepth - 1));
  quantizer.inputs = allocate(<usize>(channels * BLOCK) * 4);
  quantizer.outputs = allocate(<usize>(channels * BLOCK) * 4);
  quantizer.states = allocate(<usize>channels * 16);
  for (let c = 0; c < channels; c++) {
    const state = quantizer.states + (<usize>c << 4);
    store<u64>(state, spread(<u64>seed * 8 + <u64>c));
    store<f64>(state, uniform(state), 8);
  }
  return changetype<usize>(quantizer);
}

export function quantizerInput(quantizer: usize, channel: i32): usize {
  return changetype<Quantizer>(quantizer).inputs + <usize>(channel * BLOCK) * 4;
}

/** i32 samples. */
export function quantizerOutput(quantizer: usize, channel: i32): usize {
  return changetype<Quantizer>(quantizer).outputs + <usize>(channel * BLOCK) * 4;
}

export function quantizerProcess(quantizer: usize, frames: i32): void {
  changetype<Quantizer>(quantizer).process(frames);
}
