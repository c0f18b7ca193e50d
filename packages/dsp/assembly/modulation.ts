import { PI, exp2, smoothingFactor, tan } from './math';
import { allocate, make } from './memory';
import { flushTiny } from './frames';
import { nextInt, nextNumber } from './parameters';

// Chorus, flanger, phaser and tremolo, all moved by one sine whose phase counts from the first frame, so that a render
// always begins alike. Left and right may be apart in its phase.
// J. Dattorro, "Effect Design, Part 2: Delay-Line Modulation and Chorus", J. Audio Eng. Soc. 45 (1997); U. Zölzer (ed.),
// "DAFX", 2nd ed. (2011), ch. 2 (phaser, flanger) and 3 (tremolo). Latency 0: the delays are the effect.

// Kinds, in the order of `modulationKinds` in src/processors/modulation.ts.
const CHORUS: i32 = 0;
const FLANGER: i32 = 1;
const PHASER: i32 = 2;

/** Delays that the sine sweeps, at depth 1: from BASE to BASE + SWEEP. */
const CHORUS_BASE_SECONDS: f64 = 0.010;
const CHORUS_SWEEP_SECONDS: f64 = 0.012;
const FLANGER_BASE_SECONDS: f64 = 0.0007;
const FLANGER_SWEEP_SECONDS: f64 = 0.0065;
const LONGEST_SECONDS: f64 = 0.023;
/** Corners of the phaser's allpasses: from here up by PHASER_OCTAVES at depth 1; its coefficient is exact every STEP frames. */
const PHASER_HZ: f64 = 250.0;
const PHASER_OCTAVES: f64 = 4.0;
const PHASER_STAGES: i32 = 6;
const STEP: i32 = 16;
const SMOOTHING_SECONDS: f64 = 0.01;

@unmanaged
export class Modulation {
  sampleRate: f64;
  kind: i32;
  /** Cycles per frame; position of left in the cycle, 0 … 1; how far right is ahead of it. */
  rate: f64;
  phase: f64;
  apart: f64;
  /** [depth, feedback] and [dry, wet]: wanted and present. */
  shapeTarget: v128;
  shape: v128;
  mixTarget: v128;
  mix: v128;
  smoothing: f64;
  running: bool;
  /** Frames of the past, a power of two long. */
  ring: usize;
  mask: i32;
  at: i32;
  /** Per allpass of the phaser its last input and output; its coefficient, how it moves, and frames until it is exact. */
  stages: usize;
  coefficient: v128;
  slope: v128;
  untilExact: i32;
  last: v128;

  /** Reads kind, rate, depth, feedback, mix, stereo phase in degrees. */
  read(): void {
    const kind = nextInt();
    if (kind != this.kind) {
      this.kind = kind;
      this.clear();
    }
    this.rate = max(0.01, min(20.0, nextNumber())) / this.sampleRate;
    const depth = max(0.0, min(1.0, nextNumber()));
    const feedback = max(-0.95, min(0.95, nextNumber()));
    this.shapeTarget = f64x2.replace_lane(f64x2.splat(depth), 1, feedback);
    const mix = max(0.0, min(1.0, nextNumber()));
    this.mixTarget = f64x2.replace_lane(f64x2.splat(1.0 - mix), 1, mix);
    this.apart = max(0.0, min(180.0, nextNumber())) / 360.0;
    if (!this.running) {
      this.shape = this.shapeTarget;
      this.mix = this.mixTarget;
    }
  }

  process(buffer: usize, frames: i32): void {
    this.running = true;
    const toward = f64x2.splat(1.0 - this.smoothing);
    for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 16) {
      this.shape = f64x2.add(this.shape, f64x2.mul(toward, f64x2.sub(this.shapeTarget, this.shape)));
      this.mix = f64x2.add(this.mix, f64x2.mul(toward, f64x2.sub(this.mixTarget, this.mix)));
      const x = v128.load(buffer);
      let wet: v128;
      if (this.kind == PHASER) wet = this.phaser(x);
      else if (this.kind <= FLANGER) wet = this.sweptDelay(x);
      else wet = this.tremolo(x);
      const dry = f64x2.mul(x, i64x2.shuffle(this.mix, this.mix, 0, 0));
      v128.store(buffer, f64x2.add(dry, f64x2.mul(wet, i64x2.shuffle(this.mix, this.mix, 1, 1))));
      this.phase += this.rate;
      if (this.phase >= 1.0) this.phase -= 1.0;
    }
  }

  /** ½ + ½ sine, left and right. */
  // @ts-ignore: decorator
  @inline
  private wave(): v128 {
    const position = f64x2.replace_lane(f64x2.splat(this.phase), 1, this.phase + this.apart);
    return f64x2.mul(f64x2.splat(0.5), f64x2.add(f64x2.splat(1.0), sine(position)));
  }

  // @ts-ignore: decorator
  @inline
  private depth(): v128 {
    return i64x2.shuffle(this.shape, this.shape, 0, 0);
  }

  // @ts-ignore: decorator
  @inline
  private feedback(): v128 {
    return i64x2.shuffle(this.shape, this.shape, 1, 1);
  }

  private sweptDelay(x: v128): v128 {
    const base = this.kind == CHORUS ? CHORUS_BASE_SECONDS : FLANGER_BASE_SECONDS;
    const sweep = this.kind == CHORUS ? CHORUS_SWEEP_SECONDS : FLANGER_SWEEP_SECONDS;
    const moved = f64x2.mul(f64x2.splat(sweep * this.sampleRate), f64x2.mul(this.depth(), this.wave()));
    const delay = f64x2.add(f64x2.splat(max(2.0, base * this.sampleRate)), moved);
    const left = this.tap(0, f64x2.extract_lane(delay, 0));
    const wet = f64x2.replace_lane(f64x2.splat(left), 1, this.tap(8, f64x2.extract_lane(delay, 1)));
    const slot = this.ring + (<usize>this.at << 4);
    v128.store(slot, flushTiny(f64x2.add(x, f64x2.mul(this.feedback(), wet))));
    this.at = (this.at + 1) & this.mask;
    return wet;
  }

  /** The ring's channel at byte `lane`, `delay` ≥ 2 frames ago: Lagrange's cubic through four samples. */
  // @ts-ignore: decorator
  @inline
  private tap(lane: usize, delay: f64): f64 {
    const whole = <i32>delay;
    const t = delay - <f64>whole;
    const newest = this.at - whole + 1;
    const ring = this.ring + lane;
    const a = load<f64>(ring + (<usize>(newest & this.mask) << 4));
    const b = load<f64>(ring + (<usize>((newest - 1) & this.mask) << 4));
    const c = load<f64>(ring + (<usize>((newest - 2) & this.mask) << 4));
    const d = load<f64>(ring + (<usize>((newest - 3) & this.mask) << 4));
    const before = (-t * (t - 1.0) * (t - 2.0)) / 6.0;
    const from = ((t + 1.0) * (t - 1.0) * (t - 2.0)) / 2.0;
    const to = (-(t + 1.0) * t * (t - 2.0)) / 2.0;
    const after = ((t + 1.0) * t * (t - 1.0)) / 6.0;
    return before * a + from * b + to * c + after * d;
  }

  /** Six first-order allpasses in a row, with feedback around them. */
  private phaser(x: v128): v128 {
    if (this.untilExact <= 0) this.aim();
    this.untilExact--;
    const c = this.coefficient;
    this.coefficient = f64x2.add(c, this.slope);
    let y = f64x2.add(x, f64x2.mul(this.feedback(), this.last));
    for (let stage = 0; stage < PHASER_STAGES; stage++) {
      const at = this.stages + (<usize>stage << 5);
      const out = f64x2.add(f64x2.mul(c, f64x2.sub(y, v128.load(at, 16))), v128.load(at));
      v128.store(at, flushTiny(y));
      v128.store(at, flushTiny(out), 16);
      y = out;
    }
    this.last = y;
    return y;
  }

  /** Moves the coefficient to where the sine will be in STEP frames; the first time from where it is now. */
  private aim(): void {
    if (this.untilExact < 0) this.coefficient = this.corner();
    const phase = this.phase;
    this.phase = phase + <f64>STEP * this.rate;
    this.slope = f64x2.mul(f64x2.sub(this.corner(), this.coefficient), f64x2.splat(1.0 / <f64>STEP));
    this.phase = phase;
    this.untilExact = STEP;
  }

  /** Allpass coefficients of left and right, (tan − 1) / (tan + 1) of the corner at the present phase. */
  private corner(): v128 {
    const octaves = f64x2.mul(f64x2.splat(PHASER_OCTAVES), f64x2.mul(this.depth(), this.wave()));
    const left = this.allpass(f64x2.extract_lane(octaves, 0));
    return f64x2.replace_lane(f64x2.splat(left), 1, this.allpass(f64x2.extract_lane(octaves, 1)));
  }

  private allpass(octaves: f64): f64 {
    const hz = min(0.45 * this.sampleRate, PHASER_HZ * exp2(octaves));
    const k = tan((PI * hz) / this.sampleRate);
    return (k - 1.0) / (k + 1.0);
  }

  private tremolo(x: v128): v128 {
    return f64x2.mul(x, f64x2.sub(f64x2.splat(1.0), f64x2.mul(this.depth(), this.wave())));
  }

  /** Frames until feedback has fallen by 96 dB. */
  tail(): i32 {
    if (this.kind > FLANGER) return this.kind == PHASER ? <i32>(0.5 * this.sampleRate) : 0;
    const feedback = abs(f64x2.extract_lane(this.shapeTarget, 1));
    let turns = 1;
    for (let level = feedback; level > 1.6e-5; level *= feedback) turns++;
    return <i32>(<f64>turns * LONGEST_SECONDS * this.sampleRate);
  }

  flush(): void {
    this.last = flushTiny(this.last);
  }

  private clear(): void {
    memory.fill(this.ring, 0, <usize>(this.mask + 1) << 4);
    memory.fill(this.stages, 0, <usize>PHASER_STAGES << 5);
    this.last = f64x2.splat(0.0);
    this.at = 0;
    this.untilExact = -1;
  }

  reset(): void {
    this.clear();
    this.phase = 0.0;
    this.shape = this.shapeTarget;
    this.mix = this.mixTarget;
    this.running = false;
  }
}

/** sin 2π of two positions, to 6e-8. */
// @ts-ignore: decorator
@inline
function sine(position: v128): v128 {
  // To −½ … ½, then mirrored into −¼ … ¼.
  const q = f64x2.sub(position, f64x2.nearest(position));
  const sign = v128.and(q, f64x2.splat(-0.0));
  const size = f64x2.abs(q);
  const folded = f64x2.pmin(size, f64x2.sub(f64x2.splat(0.5), size));
  const r = f64x2.mul(f64x2.splat(2.0 * PI), folded);
  const r2 = f64x2.mul(r, r);
  let s = f64x2.splat(-1.0 / 39916800.0);
  s = f64x2.add(f64x2.mul(s, r2), f64x2.splat(1.0 / 362880.0));
  s = f64x2.add(f64x2.mul(s, r2), f64x2.splat(-1.0 / 5040.0));
  s = f64x2.add(f64x2.mul(s, r2), f64x2.splat(1.0 / 120.0));
  s = f64x2.add(f64x2.mul(s, r2), f64x2.splat(-1.0 / 6.0));
  s = f64x2.add(f64x2.mul(s, r2), f64x2.splat(1.0));
  return v128.xor(f64x2.mul(s, r), sign);
}

export function makeModulation(sampleRate: f64): Modulation {
  const modulation = make<Modulation>();
  modulation.sampleRate = sampleRate;
  let frames = 4;
  while (frames < <i32>(LONGEST_SECONDS * sampleRate) + 8) frames <<= 1;
  modulation.mask = frames - 1;
  modulation.ring = allocate(<usize>frames << 4);
  modulation.stages = allocate(<usize>PHASER_STAGES << 5);
  modulation.smoothing = smoothingFactor(SMOOTHING_SECONDS, sampleRate);
  modulation.reset();
  return modulation;
}
