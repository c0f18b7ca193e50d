import { DB_PER_LOG2, LOG2_PER_DB, dbToGain, exp2x2, log2x2, smoothingFactor } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { nextFlag, nextNumber } from './parameters';

// Feed-forward compressor with the detector in the log domain: level → static curve with quadratic knee → smooth
// branching attack/release of the gain reduction → gain.
// D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design", J. Audio Eng. Soc. 60 (2012).
// Levels are in log2 units (1 = 6.02 dB). Latency 0. With no reduction and unity makeup the signal passes unchanged.

/** Reduction below this (6e-8 dB) is none, so that a compressor at rest comes to rest. */
const REST: f64 = 1e-8;
const RMS_SECONDS: f64 = 0.01;

@unmanaged
export class Compressor {
  sampleRate: f64;
  enabled: bool;
  rms: bool;
  threshold: f64;
  /** 1 − 1/ratio. */
  slope: f64;
  knee: f64;
  attack: f64;
  release: f64;
  rmsFactor: f64;
  /** Amplitude below which the static curve does nothing. */
  idleBelow: f64;
  link: f64;
  dry: f64;
  wet: f64;
  /** Smoothed reduction, left and right (linked: both in lane 0), ≥ 0. */
  reduction: v128;
  meanSquare: v128;
  /** Largest reduction since the host last asked. */
  deepest: f64;
  /** Where `wet` and `dry` are going, and how many frames are left on the way. */
  dryTarget: f64;
  wetTarget: f64;
  fadeLeft: i32;
  running: bool;
  /** f64x2 per frame. */
  level: usize;

  /** Reads enabled, threshold, ratio, knee, attack, release, makeup, mix, rms, link. */
  read(): void {
    this.enabled = nextFlag();
    this.threshold = nextNumber() * LOG2_PER_DB;
    this.slope = 1.0 - 1.0 / max(1.0, nextNumber());
    this.knee = max(0.0, nextNumber()) * LOG2_PER_DB;
    this.attack = smoothingFactor(nextNumber() * 0.001, this.sampleRate);
    this.release = smoothingFactor(nextNumber() * 0.001, this.sampleRate);
    const makeup = dbToGain(nextNumber());
    const mix = nextNumber();
    this.rms = nextFlag();
    this.link = nextNumber();
    this.rmsFactor = smoothingFactor(RMS_SECONDS, this.sampleRate);
    this.idleBelow = 0.999999 * dbToGain((this.threshold - 0.5 * this.knee) * DB_PER_LOG2);
    this.dryTarget = this.enabled ? 1.0 - mix : 1.0;
    this.wetTarget = this.enabled ? mix * makeup : 0.0;
    if (this.running) {
      this.fadeLeft = max(1, <i32>(0.01 * this.sampleRate));
    } else {
      this.dry = this.dryTarget;
      this.wet = this.wetTarget;
    }
  }

  process(buffer: usize, frames: i32): void {
    this.running = true;
    if (!this.enabled && this.fadeLeft == 0) return;
    const linked = this.link >= 1.0;
    if (linked) {
      const idle = this.detectLinked(buffer, frames);
      if (!(idle && f64x2.extract_lane(this.reduction, 0) == 0.0)) this.curveLinked(frames);
      else memory.fill(this.level, 0, (<usize>frames << 3) + 8);
      this.applyLinked(buffer, frames);
    } else {
      this.detectEach(buffer, frames);
      this.applyEach(buffer, frames);
    }
  }

  /** Fills `level` with one f64 of amplitude per frame; true when all of them lie below the knee. */
  private detectLinked(buffer: usize, frames: i32): bool {
    const end = buffer + (<usize>frames << 4);
    let out = this.level;
    let highest = 0.0;
    if (this.rms) {
      const k = this.rmsFactor;
      let state = f64x2.extract_lane(this.meanSquare, 0);
      for (; buffer < end; buffer += 16) {
        const x = v128.load(buffer);
        const square = f64x2.mul(x, x);
        const louder = max(f64x2.extract_lane(square, 0), f64x2.extract_lane(square, 1));
        state = k * state + (1.0 - k) * louder;
        const level = sqrt(state);
        highest = max(highest, level);
        store<f64>(out, level);
        out += 8;
      }
      this.meanSquare = f64x2.replace_lane(this.meanSquare, 0, state);
    } else {
      let peak = f64x2.splat(0.0);
      for (; buffer < end; buffer += 32) {
        const x = f64x2.abs(v128.load(buffer));
        const y = f64x2.abs(v128.load(buffer, 16));
        const louder = f64x2.pmax(i64x2.shuffle(x, y, 0, 2), i64x2.shuffle(x, y, 1, 3));
        v128.store(out, louder);
        if (buffer + 16 < end) peak = f64x2.pmax(peak, louder);
        else highest = f64x2.extract_lane(louder, 0);
        out += 16;
      }
      highest = max(highest, max(f64x2.extract_lane(peak, 0), f64x2.extract_lane(peak, 1)));
    }
    return highest < this.idleBelow;
  }

  /** Turns amplitudes in `level` into smoothed reductions, two frames at a time around the serial smoother. */
  private curveLinked(frames: i32): void {
    const attack = this.attack;
    const release = this.release;
    const attackRest = 1.0 - attack;
    const releaseRest = 1.0 - release;
    let state = f64x2.extract_lane(this.reduction, 0);
    let deepest = this.deepest;
    let at = this.level;
    const end = at + (<usize>frames << 3);
    for (; at < end; at += 16) v128.store(at, this.wanted(v128.load(at)));
    at = this.level;
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

  /** The static curve: amplitude → wanted reduction (log2 units, ≥ 0). */
  // @ts-ignore: decorator
  @inline
  private wanted(amplitude: v128): v128 {
    const zero = f64x2.splat(0.0);
    const over = f64x2.sub(log2x2(amplitude), f64x2.splat(this.threshold));
    const above = f64x2.mul(f64x2.splat(this.slope), over);
    if (this.knee <= 0.0) return f64x2.pmax(zero, above);
    // Quadratic between −knee/2 and +knee/2 around the threshold.
    const into = f64x2.pmax(zero, f64x2.add(over, f64x2.splat(0.5 * this.knee)));
    const within = f64x2.mul(f64x2.mul(into, into), f64x2.splat(this.slope / (2.0 * this.knee)));
    return v128.bitselect(above, within, f64x2.gt(over, f64x2.splat(0.5 * this.knee)));
  }

  private applyLinked(buffer: usize, frames: i32): void {
    let at = this.level;
    if (this.fadeLeft == 0) {
      const dry = f64x2.splat(this.dry);
      const wet = f64x2.splat(this.wet);
      const end = buffer + (<usize>frames << 4);
      for (; buffer < end; buffer += 32) {
        const gain = f64x2.add(dry, f64x2.mul(wet, exp2x2(f64x2.neg(v128.load(at)))));
        v128.store(buffer, f64x2.mul(v128.load(buffer), i64x2.shuffle(gain, gain, 0, 0)));
        v128.store(buffer, f64x2.mul(v128.load(buffer, 16), i64x2.shuffle(gain, gain, 1, 1)), 16);
        at += 16;
      }
      return;
    }
    for (let i = 0; i < frames; i++) {
      const factor = exp2x2(f64x2.neg(f64x2.splat(load<f64>(at))));
      this.applyFading(buffer, factor);
      at += 8;
      buffer += 16;
    }
  }

  private applyFading(buffer: usize, factor: v128): void {
    if (this.fadeLeft > 0) {
      this.dry += (this.dryTarget - this.dry) / <f64>this.fadeLeft;
      this.wet += (this.wetTarget - this.wet) / <f64>this.fadeLeft;
      this.fadeLeft--;
      if (this.fadeLeft == 0) {
        this.dry = this.dryTarget;
        this.wet = this.wetTarget;
      }
    }
    const gain = f64x2.add(f64x2.splat(this.dry), f64x2.mul(f64x2.splat(this.wet), factor));
    v128.store(buffer, f64x2.mul(v128.load(buffer), gain));
  }

  /** Fills `level` with left and right amplitude of each frame. */
  private detectEach(buffer: usize, frames: i32): void {
    let out = this.level;
    const k = f64x2.splat(this.rmsFactor);
    const rest = f64x2.splat(1.0 - this.rmsFactor);
    let state = this.meanSquare;
    for (let i = 0; i < frames; i++) {
      const x = v128.load(buffer);
      if (this.rms) {
        state = f64x2.add(f64x2.mul(k, state), f64x2.mul(rest, f64x2.mul(x, x)));
        v128.store(out, f64x2.sqrt(state));
      } else {
        v128.store(out, f64x2.abs(x));
      }
      buffer += 16;
      out += 16;
    }
    this.meanSquare = state;
  }

  private applyEach(buffer: usize, frames: i32): void {
    const attack = f64x2.splat(this.attack);
    const release = f64x2.splat(this.release);
    const attackRest = f64x2.splat(1.0 - this.attack);
    const releaseRest = f64x2.splat(1.0 - this.release);
    const link = f64x2.splat(this.link);
    const unlinked = f64x2.splat(1.0 - this.link);
    let state = this.reduction;
    let deepest = f64x2.splat(this.deepest);
    let at = this.level;
    for (let i = 0; i < frames; i++) {
      const own = this.wanted(v128.load(at));
      const larger = f64x2.pmax(own, i64x2.shuffle(own, own, 1, 0));
      const wanted = f64x2.add(f64x2.mul(link, larger), f64x2.mul(unlinked, own));
      const rising = f64x2.add(f64x2.mul(attack, state), f64x2.mul(attackRest, wanted));
      const falling = f64x2.add(f64x2.mul(release, state), f64x2.mul(releaseRest, wanted));
      state = v128.bitselect(rising, falling, f64x2.gt(wanted, state));
      state = v128.and(state, f64x2.ge(state, f64x2.splat(REST)));
      deepest = f64x2.pmax(deepest, state);
      this.applyFading(buffer, exp2x2(f64x2.neg(state)));
      at += 16;
      buffer += 16;
    }
    this.reduction = state;
    this.deepest = max(f64x2.extract_lane(deepest, 0), f64x2.extract_lane(deepest, 1));
  }

  /** Deepest reduction in dB since the last call. */
  takeReductionDb(): f64 {
    const db = this.deepest * DB_PER_LOG2;
    this.deepest = 0.0;
    return db;
  }

  flush(): void {
    const tiny = f64x2.splat(1e-100);
    this.meanSquare = v128.and(this.meanSquare, f64x2.gt(this.meanSquare, tiny));
  }

  reset(): void {
    this.reduction = f64x2.splat(0.0);
    this.meanSquare = f64x2.splat(0.0);
    this.deepest = 0.0;
    this.dry = this.dryTarget;
    this.wet = this.wetTarget;
    this.fadeLeft = 0;
    this.running = false;
  }
}

export function makeCompressor(sampleRate: f64): Compressor {
  const compressor = make<Compressor>();
  compressor.sampleRate = sampleRate;
  compressor.level = allocate(<usize>(CHUNK + 2) * 16);
  compressor.dry = compressor.dryTarget = 1.0;
  compressor.reset();
  return compressor;
}
