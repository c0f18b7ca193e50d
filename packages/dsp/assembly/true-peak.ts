import { allocate, make } from './memory';
import { SHORT, SHORT_TAPS as TAPS, quarterPeaks } from './interpolation';
import { sanitize } from './frames';

// True-peak and sample-peak meter of one channel, BS.1770-5 Annex 2: the largest magnitude of the signal at four times
// its rate. Runs of samples that cannot reach the peak so far are skipped, which changes no reading: what lies between two
// samples is bounded by them and by how sharply the signal bends around them.

const GROUP: i32 = 16;
/** Above the rounding of the interpolation, so that nothing is skipped that would be read a bit higher. */
const MARGIN: f32 = 1.00001;

@unmanaged
export class TruePeak {
  capacity: i32;
  /** f32: TAPS − 1 samples of the past, then the new ones. */
  samples: usize;
  /** Largest since the start and, as `stepPeak`, since the last `endStep`. */
  peak: f32;
  stepPeak: f32;
  samplePeak: f32;
  stepSamplePeak: f32;

  /** Takes `frames` ≤ capacity planar samples. */
  process(input: usize, frames: i32): void {
    const fresh = this.samples + <usize>(TAPS - 1) * 4;
    const end = input + (<usize>frames << 2);
    let out = fresh;
    let highest = f32x4.splat(0);
    for (; input + 16 <= end; input += 16) {
      const x = sanitize(v128.load(input));
      v128.store(out, x);
      highest = f32x4.pmax(highest, f32x4.abs(x));
      out += 16;
    }
    for (; input < end; input += 4) {
      const x = f32x4.extract_lane(sanitize(f32x4.splat(load<f32>(input))), 0);
      store<f32>(out, x);
      highest = f32x4.pmax(highest, f32x4.splat(abs(x)));
      out += 4;
    }
    const samplePeak = maxLane(highest);
    this.stepSamplePeak = max(this.stepSamplePeak, samplePeak);
    this.samplePeak = max(this.samplePeak, samplePeak);
    this.stepPeak = this.between(frames, max(this.stepPeak, samplePeak));
    memory.copy(this.samples, this.samples + (<usize>frames << 2), <usize>(TAPS - 1) * 4);
  }

  /** The larger of `peak` and the interpolated magnitudes over the `frames` points that the newest samples complete. */
  private between(frames: i32, peak: f32): f32 {
    let at = this.samples;
    // Second differences of three groups of samples reach around one group of points.
    let before = largestBend(at);
    let around = largestBend(at + GROUP * 4);
    let done = 0;
    while (done + 4 <= frames) {
      const after = largestBend(at + 2 * GROUP * 4);
      const bend = f32x4.mul(f32x4.splat(SHORT.bend), inAllLanes(f32x4.pmax(before, f32x4.pmax(around, after))));
      const group = min(GROUP, (frames - done) & ~3);
      if (exceeds(largestOf(at + (TAPS / 2 - 1) * 4, GROUP + 4), bend, peak)) {
        for (let i: usize = 0; i < <usize>group << 2; i += 16) {
          const first = f32x4.abs(v128.load(at + i, (TAPS / 2 - 1) * 4));
          const last = f32x4.abs(v128.load(at + i, (TAPS / 2) * 4));
          if (exceeds(f32x4.pmax(first, last), bend, peak)) peak = max(peak, maxLane(quarterPeaks(at + i)));
        }
      }
      done += group;
      at += <usize>group << 2;
      before = around;
      around = after;
    }
    if (done < frames) {
      const points = quarterPeaks(this.samples + (<usize>done << 2));
      peak = max(peak, f32x4.extract_lane(points, 0));
      if (frames - done > 1) peak = max(peak, f32x4.extract_lane(points, 1));
      if (frames - done > 2) peak = max(peak, f32x4.extract_lane(points, 2));
    }
    return peak;
  }

  endStep(): void {
    this.peak = max(this.peak, this.stepPeak);
    this.stepPeak = 0;
    this.stepSamplePeak = 0;
  }

  /** The peak if the signal ended here: what still rings after the last sample counts. The state stays as it is. */
  peakAtEnd(): f32 {
    const kept = this.samples + <usize>(TAPS - 1) * 4;
    memory.fill(kept, 0, <usize>(TAPS + 4) * 4);
    return this.between(TAPS - 1, max(this.peak, this.stepPeak));
  }

  reset(): void {
    memory.fill(this.samples, 0, <usize>(TAPS - 1) * 4);
    this.peak = 0;
    this.stepPeak = 0;
    this.samplePeak = 0;
    this.stepSamplePeak = 0;
  }
}

/** The largest |x[n − 1] − 2 x[n] + x[n + 1]| around the GROUP samples from `at` on, each lane for itself. */
// @ts-ignore: decorator
@inline
function largestBend(at: usize): v128 {
  let highest = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>GROUP * 4; i += 16) {
    const outer = f32x4.add(v128.load(at + i), v128.load(at + i, 8));
    const middle = v128.load(at + i, 4);
    highest = f32x4.pmax(highest, f32x4.abs(f32x4.sub(outer, f32x4.add(middle, middle))));
  }
  return highest;
}

/** The largest magnitude of `count` samples, a multiple of four, each lane for itself. */
// @ts-ignore: decorator
@inline
function largestOf(at: usize, count: i32): v128 {
  let highest = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>count << 2; i += 16) highest = f32x4.pmax(highest, f32x4.abs(v128.load(at + i)));
  return highest;
}

/** Whether a point between samples up to `level` may lie above `peak`. */
// @ts-ignore: decorator
@inline
function exceeds(level: v128, bend: v128, peak: f32): bool {
  const bound = f32x4.add(f32x4.mul(level, f32x4.splat(MARGIN)), bend);
  return v128.any_true(f32x4.gt(bound, f32x4.splat(peak)));
}

// @ts-ignore: decorator
@inline
function inAllLanes(x: v128): v128 {
  const pair = f32x4.pmax(x, i32x4.shuffle(x, x, 2, 3, 0, 1));
  return f32x4.pmax(pair, i32x4.shuffle(pair, pair, 1, 0, 3, 2));
}

// @ts-ignore: decorator
@inline
function maxLane(x: v128): f32 {
  const pair = f32x4.pmax(x, i32x4.shuffle(x, x, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}

export function makeTruePeak(capacity: i32): TruePeak {
  const meter = make<TruePeak>();
  meter.capacity = max(capacity, TAPS + 8);
  meter.samples = allocate(<usize>(meter.capacity + 2 * TAPS + 2 * GROUP + 8) * 4);
  return meter;
}

