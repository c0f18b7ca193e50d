import { allocate, make } from './memory';
import { SHORT, SHORT_TAPS as TAPS, quarterPeaks } from './interpolation';
import { sanitize } from './frames';

// True-peak and sample-peak meter of one channel, BS.1770-5 Annex 2: the largest magnitude of the signal at four times
// its rate. Runs of samples that cannot reach the peak so far are skipped, which changes no reading.

const GROUP: i32 = 16;

@unmanaged
export class TruePeak {
  capacity: i32;
  /** f32: TAPS − 1 samples of the past, then the new ones. */
  samples: usize;
  peak: f32;
  samplePeak: f32;

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
    this.samplePeak = max(this.samplePeak, maxLane(highest));
    this.peak = max(this.peak, max(this.samplePeak, this.between(frames)));
    memory.copy(this.samples, this.samples + (<usize>frames << 2), <usize>(TAPS - 1) * 4);
  }

  /** The largest interpolated magnitude over the `frames` points that the newest samples complete. */
  private between(frames: i32): f32 {
    let peak = max(this.peak, this.samplePeak);
    let done = 0;
    while (done + 4 <= frames) {
      const at = this.samples + (<usize>done << 2);
      const group = min(GROUP, (frames - done) & ~3);
      let highest = f32x4.splat(0);
      // The group's points use group + TAPS − 1 samples; reading up to a multiple of four more is harmless here.
      for (let i = 0; i < group + TAPS; i += 4) highest = f32x4.pmax(highest, f32x4.abs(v128.load(at + (<usize>i << 2))));
      if (maxLane(highest) * SHORT.bound > peak) {
        for (let i = 0; i < group; i += 4) peak = max(peak, maxLane(quarterPeaks(at + (<usize>i << 2))));
      }
      done += group;
    }
    if (done < frames) {
      const at = this.samples + (<usize>done << 2);
      const points = quarterPeaks(at);
      peak = max(peak, f32x4.extract_lane(points, 0));
      if (frames - done > 1) peak = max(peak, f32x4.extract_lane(points, 1));
      if (frames - done > 2) peak = max(peak, f32x4.extract_lane(points, 2));
    }
    return peak;
  }

  /** The peak if the signal ended here: what still rings after the last sample counts. The state stays as it is. */
  peakAtEnd(): f32 {
    const kept = this.samples + <usize>(TAPS - 1) * 4;
    memory.fill(kept, 0, <usize>(TAPS + 4) * 4);
    return this.between(TAPS - 1);
  }

  reset(): void {
    memory.fill(this.samples, 0, <usize>(TAPS - 1) * 4);
    this.peak = 0;
    this.samplePeak = 0;
  }
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
  meter.samples = allocate(<usize>(meter.capacity + 2 * TAPS + 16) * 4);
  return meter;
}

