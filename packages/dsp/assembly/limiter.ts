import { DB_PER_LOG2, dbToGain, exp2x2, log2, smoothingFactor } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { LONG, SHORT, SHORT_TAPS } from './interpolation';
import { AFTER, ALLOWANCE, BEFORE, HIGH_ROOM, coarsePeaks, finePeak, highAmplitudes, suspects } from './peak-detector';
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
const GUARDS: i32 = 4;
/** Frames around a peak that get its full reduction. */
const SHAPER_HOLD: i32 = 8;
const GUARD_HOLD: i32 = 24;
const GUARD_RAMP: i32 = 48;
const MAX_LOOK_AHEAD_SECONDS: f64 = 0.01;
/** Sustained reduction is let go this much more slowly than a short one, and must last as long to count as sustained. */
const SUSTAINED: f64 = 8.0;
const SUSTAIN_SECONDS: f64 = 0.15;
/** Reduction below this (6e-6 dB) ends. */
const REST: f64 = 1e-6;
const FIXED: f64 = 4294967296.0;
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
  /** Samples a point of this stage's detector looks ahead. */
  ahead: i32;
  /** Index of the last point that the stage before may have changed; a guard need not measure later ones again. */
  touchedUntil: i64;
  /** This stage's last output was not just its input. */
  touched: bool;
  /** Newest sample to newest point measured: `ahead`, and more when the ramp is shorter than the longest one. */
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
  /** f32 of `highAmplitudes`. */
  high: usize;

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

  /** `touched`: the stage before changed something in these frames. */
  process(buffer: usize, frames: i32, touched: bool): void {
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
    // `point` is the first point these frames complete; their newest sample lies `wait` further on.
    if (touched) this.touchedUntil = this.point + <i64>(this.wait + frames + BEFORE);
    const active = this.point <= this.touchedUntil && this.measure(frames);
    if (!active) memory.fill(this.wanted, 0, <usize>frames << 3);
    this.write += frames;
    const out = this.audio + (<usize>(this.write - frames - this.latency) << 4);
    this.touched = active || !this.isAtRest();
    if (this.touched) {
      this.shape(frames);
      this.apply(out, buffer, frames);
    } else {
      this.point += frames;
      memory.copy(buffer, out, <usize>frames << 4);
    }
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
    const first = this.write - this.wait;
    const l = this.left + (<usize>first << 2);
    const r = this.right + (<usize>first << 2);
    let active = false;
    if (this.guard) highAmplitudes(l, r, this.high, frames);
    for (let i = 0; i < frames; i += 4) {
      const offset = <usize>i << 2;
      const wanted = this.wanted + (<usize>i << 3);
      v128.store(wanted, f64x2.splat(0.0));
      v128.store(wanted, f64x2.splat(0.0), 16);
      if (!this.mayExceed(l + offset, r + offset)) continue;
      const count = min(4, frames - i);
      if (this.guard) active = this.measureFine(l + offset, r + offset, v128.load(this.high + offset), wanted, count) || active;
      else active = this.measureCoarse(l + offset, r + offset, wanted, count) || active;
    }
    return active;
  }

  /** False when the samples around these four are so small that no point between them can exceed the ceiling. */
  // @ts-ignore: decorator
  @inline
  private mayExceed(l: usize, r: usize): bool {
    const before = <usize>(this.guard ? BEFORE : SHORT_TAPS / 2) << 2;
    const span = <usize>((this.guard ? AFTER + BEFORE : SHORT_TAPS) + 4) << 2;
    // A high-passed sample is less than twice the largest around it.
    const limit = f32x4.splat(<f32>this.ceiling / (this.guard ? LONG.bound + 2 * ALLOWANCE : SHORT.bound));
    for (let k: usize = 0; k < span; k += 16) {
      const x = f32x4.pmax(f32x4.abs(v128.load(l - before + k)), f32x4.abs(v128.load(r - before + k)));
      if (v128.any_true(f32x4.gt(x, limit))) return true;
    }
    return false;
  }

  private measureCoarse(l: usize, r: usize, wanted: usize, count: i32): bool {
    const peaks = f32x4.pmax(coarsePeaks(l), coarsePeaks(r));
    if (!v128.any_true(f32x4.gt(peaks, f32x4.splat(<f32>this.ceiling)))) return false;
    let active = false;
    for (let j = 0; j < count; j++) active = this.want(wanted, j, lane(peaks, j)) || active;
    return active;
  }

  private measureFine(l: usize, r: usize, high: v128, wanted: usize, count: i32): bool {
    const ceiling = <f32>this.ceiling;
    const peaks = f32x4.pmax(coarsePeaks(l), coarsePeaks(r));
    const look = suspects(peaks, high, ceiling);
    if (!v128.any_true(look)) return false;
    const mask = i32x4.bitmask(look);
    let active = false;
    for (let j = 0; j < count; j++) {
      if (!((mask >> j) & 1)) continue;
      const at = <usize>j << 2;
      const fine = max(finePeak(l + at, ceiling), finePeak(r + at, ceiling));
      const peak = max(lane(peaks, j), fine) + ALLOWANCE * lane(high, j);
      active = this.want(wanted, j, peak) || active;
    }
    return active;
  }

  /** Notes the reduction that brings `peak` to the ceiling; false when it is there already. */
  // @ts-ignore: decorator
  @inline
  private want(wanted: usize, index: i32, peak: f32): bool {
    if (<f64>peak <= this.ceiling) return false;
    store<f64>(wanted + (<usize>index << 3), log2(<f64>peak / this.ceiling));
    return true;
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
    this.touchedUntil = this.point - 1;
    this.touched = false;
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
  stage.ahead = guard ? AFTER : SHORT_TAPS / 2;
  stage.latency = stage.ahead + hold + maxRamp - 2;
  // Points reach back to BEFORE in front of the oldest one measured, audio to `latency`.
  stage.history = stage.latency + BEFORE + 16;
  const frames = <usize>(stage.history + ROOM + 2 * AFTER);
  stage.audio = allocate(frames * 16);
  stage.left = allocate(frames * 4);
  stage.right = allocate(frames * 4);
  stage.wanted = allocate(<usize>(CHUNK + 4) * 8);
  stage.gains = allocate(<usize>(CHUNK + 4) * 8);
  stage.high = allocate(<usize>(CHUNK + HIGH_ROOM) * 4);
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
      this.shaper.process(buffer, frames, true);
      let touched = true;
      for (let i = 0; i < GUARDS; i++) {
        const guard = this.guardAt(i);
        guard.process(buffer, frames, touched);
        touched = guard.touched;
      }
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
