import { DB_PER_LOG2, LOG2_PER_DB, dbToGain, log2x2, smoothingFactor } from './math';
import { make } from './memory';

// From level to smoothed gain reduction, in the log domain: static curve with quadratic knee → smooth branching attack and
// release. D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design", J. Audio Eng. Soc. 60
// (2012). Levels are in log2 units (1 = 6.02 dB).

/** Reduction below this (6e-8 dB) is none, so that what is at rest comes to rest. */
const REST: f64 = 1e-8;

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
    const toKnee = f64x2.splat(this.halfKnee - this.threshold);
    const knee = f64x2.splat(2.0 * this.halfKnee);
    const slope = f64x2.splat(this.slope);
    const bend = f64x2.splat(this.bend);
    const limit = f64x2.splat(this.limit);
    for (const end = level + (<usize>count << 3); level < end; level += 16)
      v128.store(level, wanted(v128.load(level), toKnee, knee, slope, bend, limit));
  }

  /** Turns one f64 of amplitude per frame into smoothed reductions. */
  process(level: usize, frames: i32): void {
    if (this.attack <= this.release) this.reduce(level, frames, true);
    else this.reduce(level, frames, false);
  }

  /**
   * The static curve and behind it attack in lane 0, release in lane 1: of the two, the faster one gives the larger state
   * while it rises and the smaller one while it falls, so that the larger of both is what branching would choose (the
   * smaller one when the attack is slower). The way from state to state is what takes the time here; this one is short and
   * never mispredicted, and the curves of the frames to come are worked out while it is waited for.
   */
  // @ts-ignore: decorator
  @inline
  private reduce(level: usize, frames: i32, attackIsFaster: bool): void {
    const toKnee = f64x2.splat(this.halfKnee - this.threshold);
    const knee = f64x2.splat(2.0 * this.halfKnee);
    const slope = f64x2.splat(this.slope);
    const bend = f64x2.splat(this.bend);
    const limit = f64x2.splat(this.limit);
    const factors = f64x2.replace_lane(f64x2.splat(this.attack), 1, this.release);
    const rests = f64x2.sub(f64x2.splat(1.0), factors);
    let state = i64x2.shuffle(this.reduction, this.reduction, 0, 0);
    let deepest = f64x2.splat(this.deepest);
    const end = level + (<usize>frames << 3);
    for (; level + 8 < end; level += 16) {
      const two = wanted(v128.load(level), toKnee, knee, slope, bend, limit);
      const first = smoothed(state, i64x2.shuffle(two, two, 0, 0), factors, rests, attackIsFaster);
      state = smoothed(first, i64x2.shuffle(two, two, 1, 1), factors, rests, attackIsFaster);
      const both = i64x2.shuffle(first, state, 0, 2);
      deepest = f64x2.pmax(deepest, both);
      v128.store(level, both);
    }
    if (level < end) {
      const two = wanted(v128.load(level), toKnee, knee, slope, bend, limit);
      state = smoothed(state, i64x2.shuffle(two, two, 0, 0), factors, rests, attackIsFaster);
      deepest = f64x2.pmax(deepest, state);
      v128.store64_lane(level, state, 0);
    }
    this.deepest = max(f64x2.extract_lane(deepest, 0), f64x2.extract_lane(deepest, 1));
    this.reduction = f64x2.replace_lane(this.reduction, 0, f64x2.extract_lane(state, 0));
  }

  /** `process` with a release factor of its own for each frame, f64 at `releases`. */
  processReleasing(level: usize, releases: usize, frames: i32): void {
    const attack = f64x2.splat(this.attack);
    const attackRest = f64x2.splat(1.0 - this.attack);
    const one = f64x2.splat(1.0);
    let state = i64x2.shuffle(this.reduction, this.reduction, 0, 0);
    let deepest = f64x2.splat(this.deepest);
    this.want(level, frames);
    for (const end = level + (<usize>frames << 3); level < end; level += 8) {
      const wanted = v128.load64_splat(level);
      const release = v128.load64_splat(releases);
      const rising = f64x2.add(f64x2.mul(attack, state), f64x2.mul(attackRest, wanted));
      const falling = f64x2.add(f64x2.mul(release, state), f64x2.mul(f64x2.sub(one, release), wanted));
      state = v128.bitselect(rising, falling, f64x2.gt(wanted, state));
      deepest = f64x2.pmax(deepest, state);
      v128.store64_lane(level, state, 0);
      releases += 8;
    }
    this.deepest = f64x2.extract_lane(deepest, 0);
    this.reduction = f64x2.replace_lane(this.reduction, 0, f64x2.extract_lane(state, 0));
  }

  /** Called at multiples of CHUNK: what is all but at rest comes to rest. */
  flush(): void {
    this.reduction = v128.and(this.reduction, f64x2.ge(this.reduction, f64x2.splat(REST)));
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

/** The static curve for two amplitudes. */
// @ts-ignore: decorator
@inline
function wanted(level: v128, toKnee: v128, knee: v128, slope: v128, bend: v128, limit: v128): v128 {
  // Quadratic within the knee, which ends where its slope is that of the line above.
  const into = f64x2.pmax(f64x2.splat(0.0), f64x2.add(log2x2(level), toKnee));
  const within = f64x2.pmin(knee, into);
  const curved = f64x2.mul(f64x2.mul(within, within), bend);
  return f64x2.pmin(limit, f64x2.add(curved, f64x2.mul(slope, f64x2.sub(into, within))));
}

/** The next state, in both lanes as the last one is. */
// @ts-ignore: decorator
@inline
function smoothed(state: v128, wanted: v128, factors: v128, rests: v128, attackIsFaster: bool): v128 {
  const next = f64x2.add(f64x2.mul(factors, state), f64x2.mul(rests, wanted));
  const swapped = i64x2.shuffle(next, next, 1, 0);
  return attackIsFaster ? f64x2.pmax(next, swapped) : f64x2.pmin(next, swapped);
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
