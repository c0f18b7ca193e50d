import { DB_PER_LOG2, dbToGain, exp2x2, log2, smoothingFactor } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { AFTER, BEFORE, GAIN_BOUND, TAPS, allPhasesPeak, quarterPeaks } from './interpolation';
import { nextFlag, nextNumber } from './parameters';

// Look-ahead true-peak limiter, channels linked (BS.1770-5 Annex 2 for what a true peak is).
//
// One stage: points between samples → wanted reduction (log2 units) → largest of a window → release → two moving
// averages → gain. The window is so long that every average over it still holds at least the wanted reduction on all
// samples around the peak. As the gain moves, though, the points between samples of the product are not exactly the
// product of the points, so a first stage that shapes the sound is followed by guards that repeat the measurement at
// 16 times the rate on what came out, and take off what is left. What one guard leaves to the next is second order.
//
// Reductions are summed as integers (2⁻³² log2 units): moving sums then never drift, and at rest the gain is exactly 1.

/** The shaping stage aims this far below the ceiling and the guards this far, against rounding and dither. */
const SHAPER_MARGIN_DB: f64 = 0.03;
const GUARD_MARGIN_DB: f64 = 0.004;
const GUARDS: i32 = 3;
/** Frames around a peak that get its full reduction. */
const SHAPER_HOLD: i32 = 8;
const GUARD_HOLD: i32 = 12;
const GUARD_RAMP: i32 = 32;
const MAX_LOOK_AHEAD_SECONDS: f64 = 0.01;
/** Sustained reduction is let go this much more slowly than a short one, and must last as long to count as sustained. */
const SUSTAINED: f64 = 8.0;
const SUSTAIN_SECONDS: f64 = 0.15;
/** Reduction below this (6e-6 dB) ends. */
const REST: f64 = 1e-6;
const FIXED: f64 = 4294967296.0;
/** Below this share of the ceiling at four times the rate, no point at 16 times the rate exceeds it: 1 / cos(π/8). */
const FINE_FROM: f32 = 0.9;
const ROOM: i32 = 2048;

@unmanaged
class Stage {
  guard: bool;
  ceiling: f64;
  /** Frames between input and output. */
  latency: i32;
  hold: i32;
  /** Lengths of the two moving averages. */
  box1: i32;
  box2: i32;
  maxRamp: i32;
  /** Newest sample to newest point measured: AFTER, and more when the ramp is shorter than the longest one. */
  wait: i32;
  release: f64;
  sustainedRelease: f64;
  sustainAttack: f64;
  recent: f64;
  sustained: f64;
  deepest: f64;

  /** v128 frames and planar f32, with the same indices; history in front. */
  audio: usize;
  left: usize;
  right: usize;
  history: i32;
  write: i32;

  /** Wanted reductions of the points of one chunk, f64; then gains, f64. */
  wanted: usize;
  gains: usize;

  /** Monotonic queue of the sliding maximum: i64 index and f64 value, ring of `queueSize`. */
  queue: usize;
  queueSize: i32;
  queueHead: i32;
  queueCount: i32;
  point: i64;

  ring1: usize;
  ring2: usize;
  at1: i32;
  at2: i32;
  sum1: i64;
  sum2: i64;

  /** `ramp` ≤ maxRamp: frames over which the gain falls. */
  setRamp(ramp: i32): void {
    const box1 = max(1, ramp / 2);
    const box2 = max(1, ramp - box1);
    if (box1 == this.box1 && box2 == this.box2) return;
    this.box1 = box1;
    this.box2 = box2;
    // Latency stays what the longest ramp needs; the points are looked at later instead.
    this.wait = this.latency - (this.hold + box1 + box2 - 2);
    this.clearEnvelope();
  }

  process(buffer: usize, frames: i32): void {
    if (this.write + frames > this.history + ROOM) this.rewind();
    let from = buffer;
    let to = this.audio + (<usize>this.write << 4);
    let l = this.left + (<usize>this.write << 2);
    let r = this.right + (<usize>this.write << 2);
    const end = buffer + (<usize>frames << 4);
    for (; from < end; from += 16) {
      const x = v128.load(from);
      v128.store(to, x);
      const y = f32x4.demote_f64x2_zero(x);
      v128.store_lane<f32>(l, y, 0);
      v128.store_lane<f32>(r, y, 1);
      to += 16;
      l += 4;
      r += 4;
    }
    const active = this.measure(frames);
    this.write += frames;
    const out = this.audio + (<usize>(this.write - frames - this.latency) << 4);
    if (!active && this.isAtRest()) {
      this.point += frames;
      memory.copy(buffer, out, <usize>frames << 4);
      return;
    }
    this.shape(frames);
    this.apply(out, buffer, frames);
  }

  private rewind(): void {
    const keep = this.write - this.history;
    memory.copy(this.audio, this.audio + (<usize>keep << 4), <usize>this.history << 4);
    memory.copy(this.left, this.left + (<usize>keep << 2), <usize>this.history << 2);
    memory.copy(this.right, this.right + (<usize>keep << 2), <usize>this.history << 2);
    this.write = this.history;
  }

  private isAtRest(): bool {
    return this.queueCount == 0 && this.sum1 == 0 && this.sum2 == 0 && this.recent == 0.0 && this.sustained == 0.0;
  }

  /** Fills `wanted` for the points these frames complete; false when nothing is wanted. */
  private measure(frames: i32): bool {
    const first = this.write - this.wait - BEFORE;
    const l = this.left + (<usize>first << 2);
    const r = this.right + (<usize>first << 2);
    const ceiling = <f32>this.ceiling;
    const unreachable = ceiling / GAIN_BOUND;
    let active = false;
    for (let i = 0; i < frames; i += 4) {
      const offset = <usize>i << 2;
      let highest = f32x4.splat(0);
      for (let k: usize = 0; k < <usize>(TAPS + 4); k += 4) {
        const x = f32x4.pmax(f32x4.abs(v128.load(l + offset + (k << 2))), f32x4.abs(v128.load(r + offset + (k << 2))));
        highest = f32x4.pmax(highest, x);
      }
      const wanted = this.wanted + (<usize>i << 3);
      v128.store(wanted, f64x2.splat(0.0));
      v128.store(wanted, f64x2.splat(0.0), 16);
      if (!v128.any_true(f32x4.gt(highest, f32x4.splat(unreachable)))) continue;
      const own = <usize>BEFORE << 2;
      const samples = f32x4.pmax(f32x4.abs(v128.load(l + offset + own)), f32x4.abs(v128.load(r + offset + own)));
      const peaks = f32x4.pmax(samples, f32x4.pmax(quarterPeaks(l + offset), quarterPeaks(r + offset)));
      const threshold = this.guard ? ceiling * FINE_FROM : ceiling;
      if (!v128.any_true(f32x4.gt(peaks, f32x4.splat(threshold)))) continue;
      const count = min(4, frames - i);
      for (let j = 0; j < count; j++) {
        let peak: f32 = lane(peaks, j);
        if (peak <= threshold) continue;
        if (this.guard) {
          const at = offset + (<usize>j << 2);
          peak = max(peak, max(allPhasesPeak(l + at), allPhasesPeak(r + at)));
          if (peak <= ceiling) continue;
        }
        store<f64>(wanted + (<usize>j << 3), log2(<f64>peak / this.ceiling));
        active = true;
      }
    }
    return active;
  }

  /** Turns `wanted` into smoothed reductions in `gains`. */
  private shape(frames: i32): void {
    const window = 2 * this.hold + this.box1 + this.box2 - 1;
    const scale = 1.0 / (FIXED * <f64>this.box1 * <f64>this.box2);
    for (let i = 0; i < frames; i++) {
      const largest = this.slide(load<f64>(this.wanted + (<usize>i << 3)), window);
      const envelope = this.guard ? largest : this.relax(largest);
      const reduction = <i64>ceil(envelope * FIXED);
      this.sum1 += reduction - load<i64>(this.ring1 + (<usize>this.at1 << 3));
      store<i64>(this.ring1 + (<usize>this.at1 << 3), reduction);
      if (++this.at1 >= this.box1) this.at1 = 0;
      this.sum2 += this.sum1 - load<i64>(this.ring2 + (<usize>this.at2 << 3));
      store<i64>(this.ring2 + (<usize>this.at2 << 3), this.sum1);
      if (++this.at2 >= this.box2) this.at2 = 0;
      const smooth = <f64>this.sum2 * scale;
      this.deepest = max(this.deepest, smooth);
      store<f64>(this.gains + (<usize>i << 3), smooth);
    }
  }

  /** Sliding maximum over the last `window` points. */
  private slide(value: f64, window: i32): f64 {
    const now = this.point++;
    const mask = this.queueSize - 1;
    while (this.queueCount > 0) {
      const last = this.queue + (<usize>((this.queueHead + this.queueCount - 1) & mask) << 4);
      if (load<f64>(last, 8) > value) break;
      this.queueCount--;
    }
    if (value > 0.0) {
      const slot = this.queue + (<usize>((this.queueHead + this.queueCount) & mask) << 4);
      store<i64>(slot, now);
      store<f64>(slot, value, 8);
      this.queueCount++;
    }
    while (this.queueCount > 0 && load<i64>(this.queue + (<usize>this.queueHead << 4)) <= now - window) {
      this.queueHead = (this.queueHead + 1) & mask;
      this.queueCount--;
    }
    return this.queueCount > 0 ? load<f64>(this.queue + (<usize>this.queueHead << 4), 8) : 0.0;
  }

  /** Release by material: short peaks are let go quickly; reduction that lasts charges a slower memory. */
  private relax(largest: f64): f64 {
    this.recent = max(largest, this.recent * this.release);
    if (this.recent < REST) this.recent = 0.0;
    if (largest > this.sustained) this.sustained += (largest - this.sustained) * (1.0 - this.sustainAttack);
    else this.sustained *= this.sustainedRelease;
    if (this.sustained < REST) this.sustained = 0.0;
    return max(this.recent, this.sustained);
  }

  private apply(input: usize, out: usize, frames: i32): void {
    let gains = this.gains;
    const end = out + (<usize>frames << 4);
    for (; out < end; out += 32) {
      const gain = exp2x2(f64x2.neg(v128.load(gains)));
      const a = f64x2.mul(v128.load(input), i64x2.shuffle(gain, gain, 0, 0));
      const b = f64x2.mul(v128.load(input, 16), i64x2.shuffle(gain, gain, 1, 1));
      v128.store(out, a);
      v128.store(out, b, 16);
      gains += 16;
      input += 32;
    }
  }

  /** Delays without limiting. */
  pass(buffer: usize, frames: i32): void {
    if (this.write + frames > this.history + ROOM) this.rewind();
    memory.copy(this.audio + (<usize>this.write << 4), buffer, <usize>frames << 4);
    memory.fill(this.left + (<usize>this.write << 2), 0, <usize>frames << 2);
    memory.fill(this.right + (<usize>this.write << 2), 0, <usize>frames << 2);
    this.write += frames;
    memory.copy(buffer, this.audio + (<usize>(this.write - frames - this.latency) << 4), <usize>frames << 4);
  }

  clearEnvelope(): void {
    this.queueHead = this.queueCount = 0;
    memory.fill(this.ring1, 0, <usize>this.maxRamp << 3);
    memory.fill(this.ring2, 0, <usize>this.maxRamp << 3);
    this.at1 = this.at2 = 0;
    this.sum1 = this.sum2 = 0;
    this.recent = this.sustained = 0.0;
  }

  reset(): void {
    memory.fill(this.audio, 0, <usize>this.history << 4);
    memory.fill(this.left, 0, <usize>this.history << 2);
    memory.fill(this.right, 0, <usize>this.history << 2);
    this.write = this.history;
    this.deepest = 0.0;
    this.clearEnvelope();
  }
}

// @ts-ignore: decorator
@inline
function lane(x: v128, index: i32): f32 {
  if (index == 0) return f32x4.extract_lane(x, 0);
  if (index == 1) return f32x4.extract_lane(x, 1);
  if (index == 2) return f32x4.extract_lane(x, 2);
  return f32x4.extract_lane(x, 3);
}

function makeStage(guard: bool, hold: i32, maxRamp: i32): Stage {
  const stage = make<Stage>();
  stage.guard = guard;
  stage.hold = hold;
  stage.maxRamp = maxRamp;
  stage.latency = AFTER + hold + maxRamp - 2;
  // Points reach back to `wait + BEFORE` before the newest sample, audio to `latency`.
  stage.history = stage.latency + AFTER + TAPS;
  const frames = <usize>(stage.history + ROOM + 2 * TAPS);
  stage.audio = allocate(frames * 16);
  stage.left = allocate(frames * 4);
  stage.right = allocate(frames * 4);
  stage.wanted = allocate(<usize>(CHUNK + 4) * 8);
  stage.gains = allocate(<usize>(CHUNK + 4) * 8);
  stage.queueSize = 2;
  while (stage.queueSize < 2 * hold + maxRamp + 2) stage.queueSize *= 2;
  stage.queue = allocate(<usize>stage.queueSize * 16);
  stage.ring1 = allocate(<usize>maxRamp * 8);
  stage.ring2 = allocate(<usize>maxRamp * 8);
  stage.setRamp(maxRamp);
  stage.reset();
  return stage;
}

@unmanaged
export class Limiter {
  sampleRate: f64;
  enabled: bool;
  maxRamp: i32;
  shaper: Stage;
  guards: usize;

  private guardAt(index: i32): Stage {
    return changetype<Stage>(load<usize>(this.guards + (<usize>index << 2)));
  }

  /** Reads enabled, ceiling, release, look-ahead. */
  read(): void {
    this.enabled = nextFlag();
    const ceilingDb = nextNumber();
    const releaseSeconds = nextNumber() * 0.001;
    const ramp = <i32>nearest(nextNumber() * 0.001 * this.sampleRate);
    const shaper = this.shaper;
    shaper.setRamp(max(8, min(this.maxRamp, ramp)));
    shaper.ceiling = dbToGain(ceilingDb - SHAPER_MARGIN_DB);
    shaper.release = smoothingFactor(releaseSeconds, this.sampleRate);
    shaper.sustainedRelease = smoothingFactor(releaseSeconds * SUSTAINED, this.sampleRate);
    shaper.sustainAttack = smoothingFactor(SUSTAIN_SECONDS, this.sampleRate);
    for (let i = 0; i < GUARDS; i++) this.guardAt(i).ceiling = dbToGain(ceilingDb - GUARD_MARGIN_DB);
  }

  process(buffer: usize, frames: i32): void {
    if (this.enabled) {
      this.shaper.process(buffer, frames);
      for (let i = 0; i < GUARDS; i++) this.guardAt(i).process(buffer, frames);
    } else {
      this.shaper.pass(buffer, frames);
      for (let i = 0; i < GUARDS; i++) this.guardAt(i).pass(buffer, frames);
    }
  }

  latency(): i32 {
    return this.shaper.latency + GUARDS * this.guardAt(0).latency;
  }

  takeReductionDb(): f64 {
    const db = this.shaper.deepest * DB_PER_LOG2;
    this.shaper.deepest = 0.0;
    return db;
  }

  reset(): void {
    this.shaper.reset();
    for (let i = 0; i < GUARDS; i++) this.guardAt(i).reset();
  }
}

export function makeLimiter(sampleRate: f64): Limiter {
  const limiter = make<Limiter>();
  limiter.sampleRate = sampleRate;
  limiter.maxRamp = <i32>ceil(MAX_LOOK_AHEAD_SECONDS * sampleRate);
  limiter.shaper = makeStage(false, SHAPER_HOLD, limiter.maxRamp);
  limiter.guards = allocate(<usize>GUARDS * 4);
  for (let i = 0; i < GUARDS; i++) {
    store<usize>(limiter.guards + (<usize>i << 2), changetype<usize>(makeStage(true, GUARD_HOLD, GUARD_RAMP)));
  }
  return limiter;
}
