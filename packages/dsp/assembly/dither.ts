import { allocate, make } from './memory';
import { sanitize } from './frames';
import { spread, uniform } from './random';

// Float to integer with dither. TPDF: the difference of two uniform numbers, ±1 step, which makes the error's mean and
// power independent of the signal (S. P. Lipshitz, R. A. Wannamaker, J. Vanderkooy, "Quantization and Dither", JAES 40,
// 1992). High-passed TPDF takes the difference of consecutive uniform numbers: the same distribution, power rising by
// 6 dB/oct towards Nyquist. Seeded per channel, so that equal seeds give equal files.
//
// Noise-shaped: TPDF dither inside a loop that feeds the last five errors back, so that the error of the file is the white
// one through 1 − 2.033 z⁻¹ + 2.165 z⁻² − 1.959 z⁻³ + 1.590 z⁻⁴ − 0.6149 z⁻⁵ (S. P. Lipshitz, J. Vanderkooy, R. A. Wannamaker,
// "Minimally Audible Noise Shaping", JAES 39, 1991, table 2): E-weighted optimum of that order at 44.1 kHz, least around
// 4 kHz and below 1 kHz, where hearing is keenest, and +19 dB at Nyquist, where it is not. Of low order, because a file may
// still be filtered or coded: what is raised stays 20 dB below what higher orders raise. At 48 kHz the same coefficients lie
// 9 % higher, which costs less than 1 dB of audibility. Above 50 kHz their dip is beyond what is heard: there it is TPDF.

const BLOCK: i32 = 1024;
const STATE: usize = 56;
const TPDF: i32 = 1;
const TPDF_HIGH: i32 = 2;
const SHAPED: i32 = 3;
/** A clipped sample's error is not fed back beyond this many steps, so that the loop recovers at once. */
const LARGEST_ERROR: f64 = 2.0;

@unmanaged
class Quantizer {
  channels: i32;
  kind: i32;
  scale: f64;
  inputs: usize;
  outputs: usize;
  /** Per channel STATE bytes: i64 generator state, f64 last uniform number, the last five errors, newest first. */
  states: usize;

  process(frames: i32): void {
    const highest = this.scale - 1.0;
    for (let c = 0; c < this.channels; c++) {
      const state = this.states + <usize>c * STATE;
      let input = this.inputs + <usize>(c * BLOCK) * 4;
      let output = this.outputs + <usize>(c * BLOCK) * 4;
      for (let i = 0; i < frames; i++) {
        const x = f32x4.extract_lane(sanitize(f32x4.splat(load<f32>(input))), 0);
        const wanted = <f64>x * this.scale - (this.kind == SHAPED ? fedBack(state) : 0.0);
        const value = max(-this.scale, min(highest, nearest(wanted + this.noise(state))));
        store<i32>(output, <i32>value);
        if (this.kind == SHAPED) remember(state, value - wanted);
        input += 4;
        output += 4;
      }
    }
  }

  private noise(state: usize): f64 {
    if (this.kind == TPDF || this.kind == SHAPED) return uniform(state) - uniform(state);
    if (this.kind == TPDF_HIGH) {
      const now = uniform(state);
      const last = load<f64>(state, 8);
      store<f64>(state, now, 8);
      return now - last;
    }
    return 0.0;
  }
}

/** What the last errors, weighted, are taken off the next sample. */
function fedBack(state: usize): f64 {
  const recent = 2.033 * load<f64>(state, 16) - 2.165 * load<f64>(state, 24) + 1.959 * load<f64>(state, 32);
  return recent - 1.59 * load<f64>(state, 40) + 0.6149 * load<f64>(state, 48);
}

function remember(state: usize, error: f64): void {
  memory.copy(state + 24, state + 16, 32);
  store<f64>(state, max(-LARGEST_ERROR, min(LARGEST_ERROR, error)), 16);
}

export function quantizerCreate(channels: i32, bitDepth: i32, kind: i32, seed: f64): usize {
  const quantizer = make<Quantizer>();
  quantizer.channels = channels;
  quantizer.kind = kind;
  quantizer.scale = <f64>(1 << (bitDepth - 1));
  quantizer.inputs = allocate(<usize>(channels * BLOCK) * 4);
  quantizer.outputs = allocate(<usize>(channels * BLOCK) * 4);
  quantizer.states = allocate(<usize>channels * STATE);
  for (let c = 0; c < channels; c++) {
    const state = quantizer.states + <usize>c * STATE;
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
