import { DB_PER_LOG2, LOG2_PER_DB, dbToGain, log2x2, smoothingFactor } from './math';
import { make } from './memory';

// From level to smoothed gain reduction, in the log domain: static curve with quadratic knee → smooth branching attack and
// release. D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design", J. Audio Eng. Soc. 60
// (2012). Levels are in log2 units (1 = 6.02 dB).

/** Reduction below this (6e-8 dB) is none, so that what is at rest comes to rest. */
export const REST: f64 = 1e-8;

@unmanaged
export class GainComputer {
  threshold: f64;
  /** 1 − 1/ratio. */
  slope: f64;
  /** Half the width of the knee, and the factor of its parabola. */
  halfKnee: f64;
  bend: f64;
  /** The static curve asks for no more than this. */
  limit: f64;
  attack: f64;
  release: f64;
  /** Amplitude below which the static curve does nothing. */
  idleBelow: f64;
  /** Smoothed reduction, left and right (linked: both in lane 0), ≥ 0. */
  reduction: v128;
  /** Largest reduction since the host last asked. */
  deepest: f64;

  set(thresholdDb: f64, ratio: f64, kneeDb: f64): void {
    this.threshold = thresholdDb * LOG2_PER_DB;
    this.slope = 1.0 - 1.0 / max(1.0, ratio);
    const knee = max(0.0, kneeDb) * LOG2_PER_DB;
    this.halfKnee = 0.5 * knee;
    this.bend = knee > 0.0 ? this.slope / (2.0 * knee) : 0.0;
    this.limit = Infinity;
    this.idleBelow = 0.999999 * dbToGain((this.threshold - this.halfKnee) * DB_PER_LOG2);
  }

  setTimes(attackMs: f64, releaseMs: f64, sampleRate: f64): void {
    this.attack = smoothingFactor(attackMs * 0.001, sampleRate);
    this.release = smoothingFactor(releaseMs * 0.001, sampleRate);
  }

  /** Linked: no reduction is left of what was. */
  isAtRest(): bool {
    return f64x2.extract_lane(this.reduction, 0) == 0.0;
  }

  /** The static curve: amplitudes → wanted reductions (log2 units, ≥ 0), two at a time, in place. */
  want(level: usize, count: i32): void {
    const threshold = f64x2.splat(this.threshold);
    const slope = f64x2.splat(this.slope);
    const halfKnee = f64x2.splat(this.halfKnee);
    const bend = f64x2.splat(this.bend);
    const limit = f64x2.splat(this.limit);
    const zero = f64x2.splat(0.0);
    for (const end = level + (<usize>count << 3); level < end; level += 16) {
      const over = f64x2.sub(log2x2(v128.load(level)), threshold);
      // Quadratic between −knee/2 and +knee/2 around the threshold.
      const into = f64x2.pmax(zero, f64x2.add(over, halfKnee));
      const within = f64x2.mul(f64x2.mul(into, into), bend);
      const wanted = v128.bitselect(f64x2.mul(slope, over), within, f64x2.gt(over, halfKnee));
      v128.store(level, f64x2.pmin(limit, wanted));
    }
  }

  /** Turns one f64 of amplitude per frame into smoothed reductions, two at a time around the serial smoother. */
  process(level: usize, frames: i32): void {
    const attack = this.attack;
    const release = this.release;
    const attackRest = 1.0 - attack;
    const releaseRest = 1.0 - release;
    let state = f64x2.extract_lane(this.reduction, 0);
    let deepest = this.deepest;
    this.want(level, frames);
    let at = level;
    const end = at + (<usize>frames << 3);
    for (; at < end; at += 8) {
      const wanted = load<f64>(at);
      const rising = attack * state + attackRest * wanted;
      const falling = release * state + releaseRest * wanted;
      state = wanted > state ? rising : falling;
      state = state < REST ? 0.0 : state;
      deepest = max(deepest, state);
      store<f64>(at, state);
    }
    this.deepest = deepest;
    this.reduction = f64x2.replace_lane(this.reduction, 0, state);
  }

  /** `process` with a release factor of its own for each frame, f64 at `releases`. */
  processReleasing(level: usize, releases: usize, frames: i32): void {
    const attack = this.attack;
    const attackRest = 1.0 - attack;
    let state = f64x2.extract_lane(this.reduction, 0);
    let deepest = this.deepest;
    this.want(level, frames);
    let at = level;
    const end = at + (<usize>frames << 3);
    for (; at < end; at += 8) {
      const wanted = load<f64>(at);
      const rising = attack * state + attackRest * wanted;
      const falling = wanted + load<f64>(releases) * (state - wanted);
      state = wanted > state ? rising : falling;
      state = state < REST ? 0.0 : state;
      deepest = max(deepest, state);
      store<f64>(at, state);
      releases += 8;
    }
    this.deepest = deepest;
    this.reduction = f64x2.replace_lane(this.reduction, 0, state);
  }

  /** Deepest reduction in dB since the last call. */
  takeReductionDb(): f64 {
    const db = this.deepest * DB_PER_LOG2;
    this.deepest = 0.0;
    return db;
  }

  reset(): void {
    this.reduction = f64x2.splat(0.0);
    this.deepest = 0.0;
  }
}

export function makeGainComputer(): GainComputer {
  return make<GainComputer>();
}

/** Fills `level` with the louder channel's amplitude, one f64 per frame, one more when `frames` is odd; returns the highest. */
export function peakLevels(buffer: usize, level: usize, frames: i32): f64 {
  const end = buffer + (<usize>frames << 4);
  let highest = 0.0;
  let peak = f64x2.splat(0.0);
  for (; buffer < end; buffer += 32) {
    const x = f64x2.abs(v128.load(buffer));
    const y = f64x2.abs(v128.load(buffer, 16));
    const louder = f64x2.pmax(i64x2.shuffle(x, y, 0, 2), i64x2.shuffle(x, y, 1, 3));
    v128.store(level, louder);
    if (buffer + 16 < end) peak = f64x2.pmax(peak, louder);
    else highest = f64x2.extract_lane(louder, 0);
    level += 16;
  }
  return max(highest, max(f64x2.extract_lane(peak, 0), f64x2.extract_lane(peak, 1)));
}
