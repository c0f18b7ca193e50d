import { PI, besselI0, sin } from './math';
import { allocate, make } from './memory';

// One channel at a lower rate, for a finer look at low frequencies: every `factor`-th output of a low-pass with linear phase
// (Kaiser-windowed sinc, 55 dB). Flat up to 0.29 of the lower rate; what folds back lies above that.

const TAPS_PER_PHASE: i32 = 8;
const KAISER_BETA: f64 = 5.0;

@unmanaged
export class Decimator {
  factor: i32;
  taps: i32;
  coefficients: usize;
  /** f32: taps − 1 samples of the past, then the new ones. */
  samples: usize;
  /** Frames until the next output is due. */
  wait: i32;

  /** Takes `frames` planar samples and writes at most frames / factor + 1 at `out`; answers how many. */
  process(input: usize, frames: i32, out: usize): i32 {
    const past = this.taps - 1;
    memory.copy(this.samples + (<usize>past << 2), input, <usize>frames << 2);
    let count = 0;
    let at = this.wait;
    for (; at < frames; at += this.factor) {
      store<f32>(out + (<usize>count << 2), this.output(this.samples + (<usize>at << 2)));
      count++;
    }
    this.wait = at - frames;
    memory.copy(this.samples, this.samples + (<usize>frames << 2), <usize>past << 2);
    return count;
  }

  private output(at: usize): f32 {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let row = this.coefficients;
    const end = row + (<usize>this.taps << 2);
    while (row < end) {
      a = f32x4.add(a, f32x4.mul(v128.load(at), v128.load(row)));
      b = f32x4.add(b, f32x4.mul(v128.load(at, 16), v128.load(row, 16)));
      a = f32x4.add(a, f32x4.mul(v128.load(at, 32), v128.load(row, 32)));
      b = f32x4.add(b, f32x4.mul(v128.load(at, 48), v128.load(row, 48)));
      at += 64;
      row += 64;
    }
    const sum = f32x4.add(a, b);
    const two = f32x4.add(sum, i32x4.shuffle(sum, sum, 2, 3, 0, 1));
    return f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1);
  }
}

/** `factor` 1 passes everything through. */
export function makeDecimator(factor: i32, capacity: i32): Decimator {
  const it = make<Decimator>();
  it.factor = factor;
  // The inner loop takes sixteen at a time.
  it.taps = max(16, TAPS_PER_PHASE * factor);
  it.coefficients = allocate(<usize>it.taps * 4);
  it.samples = allocate(<usize>(it.taps + capacity) * 4);
  if (factor == 1) {
    store<f32>(it.coefficients + (<usize>(it.taps - 1) << 2), 1);
    return it;
  }
  const middle = 0.5 * <f64>(it.taps - 1);
  let sum = 0.0;
  for (let pass = 0; pass < 2; pass++) {
    for (let tap = 0; tap < it.taps; tap++) {
      const distance = <f64>tap - middle;
      const edge = distance / (middle + 0.5);
      const x = (PI * distance) / <f64>factor;
      const value = (sin(x) / x) * besselI0(KAISER_BETA * sqrt(1.0 - edge * edge));
      if (pass == 0) sum += value;
      else store<f32>(it.coefficients + (<usize>tap << 2), <f32>(value / sum));
    }
  }
  return it;
}
