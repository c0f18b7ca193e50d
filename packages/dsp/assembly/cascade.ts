import { INV_LN2, log2 } from './math';
import { allocate, make } from './memory';
import { flushTiny } from './frames';
import { decodeMidSide, encodeMidSide } from './mid-side';

// Second-order sections in series, direct form I, left and right in the two lanes.
//
// Direct form I in double precision: its recursion is the shortest of all forms (one multiply and one subtract from y[n−1]
// to y[n]), and because a section's output history is the next section's input history, sections can be put in and taken
// out of a running cascade without a click as long as they are the identity at that moment.
//
// Sections may differ by lane: then the lanes are mid and side instead of left and right. All of it is linear, so histories
// are turned from one meaning to the other when the first such section comes and the last one goes. Without any, nothing is
// turned and the bits are those of a plain stereo cascade.

/** Bytes of one section's coefficients: b0 b1 b2 a1 a2, a lane each for left and right or for mid and side. */
const SECTION: usize = 80;
/** Bytes of one history: the last two outputs, newest first. */
const HISTORY: usize = 32;
/** Frames between two steps of a coefficient ramp. */
const RAMP_STEP: i32 = 16;

/** `slots` sections in fixed order of which the active ones run; changed coefficients are reached over a ramp. */
@unmanaged
export class Cascade {
  slots: i32;
  rampSteps: i32;
  /** Frames left of the running ramp. */
  rampLeft: i32;
  running: bool;
  /** The lanes are mid and side. */
  midSide: bool;
  /** Number of active sections. */
  active: i32;
  /** i32 per active section: its slot. */
  order: usize;
  /** Per slot: wanted, current and per-step change of the coefficients. */
  target: usize;
  current: usize;
  step: usize;
  /** Compact, in running order: what the inner loops read. */
  coefficients: usize;
  history: usize;

  /** Takes back all wanted sections; follow with `setSection` and `commit`. */
  clearTargets(): void {
    for (let slot = 0; slot < this.slots; slot++) this.setSection(slot, 1, 0, 0, 0, 0);
  }

  setSection(slot: i32, b0: f64, b1: f64, b2: f64, a1: f64, a2: f64): void {
    this.setLane(slot, 0, b0, b1, b2, a1, a2);
    this.setLane(slot, 1, b0, b1, b2, a1, a2);
  }

  /** Lane 0 is mid, 1 side, when they differ. */
  setLane(slot: i32, lane: i32, b0: f64, b1: f64, b2: f64, a1: f64, a2: f64): void {
    const at = this.target + <usize>slot * SECTION + (<usize>lane << 3);
    store<f64>(at, b0);
    store<f64>(at, b1, 16);
    store<f64>(at, b2, 32);
    store<f64>(at, a1, 48);
    store<f64>(at, a2, 64);
  }

  /** Moves to the wanted sections: at once before the first frame, over a ramp afterwards. */
  commit(): void {
    if (!this.running) {
      memory.copy(this.current, this.target, <usize>this.slots * SECTION);
      this.rampLeft = 0;
    } else {
      this.rampLeft = this.rampSteps * RAMP_STEP;
      const steps = f64x2.splat(<f64>this.rampSteps);
      for (let at: usize = 0; at < <usize>this.slots * SECTION; at += 16) {
        const difference = f64x2.sub(v128.load(this.target + at), v128.load(this.current + at));
        v128.store(this.step + at, f64x2.div(difference, steps));
      }
    }
    this.arrange();
  }

  /** Puts into the running order every section that is or will be something else than the identity. */
  private arrange(): void {
    const newHistory = this.history + <usize>(this.slots + 1) * HISTORY;
    memory.copy(newHistory, this.history, HISTORY);
    let newActive = 0;
    let oldIndex = 0;
    for (let slot = 0; slot < this.slots; slot++) {
      const wasActive = oldIndex < this.active && load<i32>(this.order + (<usize>oldIndex << 2)) == slot;
      if (wasActive) oldIndex++;
      if (this.isIdentity(this.target, slot) && this.isIdentity(this.current, slot)) continue;
      newActive++;
      // A section that was not running passed its input on, so its history is that of the section before it.
      memory.copy(newHistory + <usize>newActive * HISTORY, this.history + <usize>oldIndex * HISTORY, HISTORY);
      store<i32>(newHistory + <usize>(this.slots + 1) * HISTORY + (<usize>newActive << 2), slot);
    }
    memory.copy(this.history, newHistory, <usize>(newActive + 1) * HISTORY);
    memory.copy(this.order, newHistory + <usize>(this.slots + 1) * HISTORY + 4, <usize>newActive << 2);
    this.active = newActive;
    this.load();
  }

  private isIdentity(coefficients: usize, slot: i32): bool {
    const at = coefficients + <usize>slot * SECTION;
    const gain = f64x2.ne(v128.load(at), f64x2.splat(1.0));
    const first = f64x2.ne(v128.load(at, 16), v128.load(at, 48));
    const second = f64x2.ne(v128.load(at, 32), v128.load(at, 64));
    return !v128.any_true(v128.or(gain, v128.or(first, second)));
  }

  private lanesDiffer(coefficients: usize, slot: i32): bool {
    const end = coefficients + <usize>(slot + 1) * SECTION;
    for (let at = end - SECTION; at < end; at += 16) if (load<f64>(at) != load<f64>(at, 8)) return true;
    return false;
  }

  /** Puts the coefficients of the active sections together, and gives the lanes their meaning. */
  private load(): void {
    let midSide = false;
    for (let i = 0; i < this.active; i++) {
      const slot = load<i32>(this.order + (<usize>i << 2));
      memory.copy(this.coefficients + <usize>i * SECTION, this.current + <usize>slot * SECTION, SECTION);
      midSide = midSide || this.lanesDiffer(this.current, slot) || this.lanesDiffer(this.target, slot);
    }
    if (midSide == this.midSide) return;
    this.midSide = midSide;
    const frames = (this.active + 1) * 2;
    if (midSide) encodeMidSide(this.history, frames);
    else decodeMidSide(this.history, frames);
  }

  private rampOnce(): void {
    if (this.rampLeft == 0) {
      memory.copy(this.current, this.target, <usize>this.slots * SECTION);
      this.arrange();
      return;
    }
    for (let at: usize = 0; at < <usize>this.slots * SECTION; at += 16) {
      v128.store(this.current + at, f64x2.add(v128.load(this.current + at), v128.load(this.step + at)));
    }
    this.load();
  }

  /** Filters `frames` of `buffer` (interleaved double) in place. */
  process(buffer: usize, frames: i32): void {
    this.running = true;
    while (this.rampLeft > 0 && frames > 0) {
      const toStep = ((this.rampLeft - 1) % RAMP_STEP) + 1;
      const n = min(toStep, frames);
      this.run(buffer, n);
      buffer += <usize>n << 4;
      frames -= n;
      this.rampLeft -= n;
      if (n == toStep) this.rampOnce();
    }
    if (frames > 0) this.run(buffer, frames);
  }

  private run(buffer: usize, frames: i32): void {
    if (this.midSide) encodeMidSide(buffer, frames);
    this.runSections(buffer, frames);
    if (this.midSide) decodeMidSide(buffer, frames);
  }

  private runSections(buffer: usize, frames: i32): void {
    let coefficients = this.coefficients;
    let history = this.history;
    let left = this.active;
    let x1 = v128.load(history);
    let x2 = v128.load(history, 16);
    while (left > 0) {
      const n = min(left, 3);
      // The next group's input history is this group's output history as it is now, before this block.
      const next1 = v128.load(history + <usize>n * HISTORY);
      const next2 = v128.load(history + <usize>n * HISTORY, 16);
      if (n == 3) run3(buffer, frames, coefficients, history, x1, x2);
      else if (n == 2) run2(buffer, frames, coefficients, history, x1, x2);
      else run1(buffer, frames, coefficients, history, x1, x2);
      x1 = next1;
      x2 = next2;
      coefficients += <usize>n * SECTION;
      history += <usize>n * HISTORY;
      left -= n;
    }
  }

  /**
   * Natural logarithm of the magnitude of the wanted sections together, [left or mid, right or side], at sin²(ω/2) = phi1;
   * −120 dB at the least. A section's squared magnitude is (B0 φ0 + B1 φ1 + B2 φ2) / (A0 φ0 + A1 φ1 + A2 φ2), see
   * filter-design.ts.
   */
  logMagnitude(phi1: f64): v128 {
    let power = f64x2.splat(1.0);
    const least = f64x2.splat(1e-24);
    for (let i = 0; i < this.active; i++) {
      const at = this.target + <usize>load<i32>(this.order + (<usize>i << 2)) * SECTION;
      const zeros = squared(v128.load(at), v128.load(at, 16), v128.load(at, 32), phi1);
      const poles = squared(f64x2.splat(1.0), v128.load(at, 48), v128.load(at, 64), phi1);
      power = f64x2.max(f64x2.div(f64x2.mul(power, zeros), poles), least);
    }
    const first = exponentOf(f64x2.extract_lane(power, 0));
    return f64x2.replace_lane(f64x2.splat(first), 1, exponentOf(f64x2.extract_lane(power, 1)));
  }

  /** Called at multiples of CHUNK. */
  flush(): void {
    const count = (this.active + 1) * 2;
    for (let i = 0; i < count; i++) {
      const at = this.history + (<usize>i << 4);
      v128.store(at, flushTiny(v128.load(at)));
    }
  }

  /** Forgets the past signal; keeps the settings. */
  reset(): void {
    memory.fill(this.history, 0, <usize>(this.slots + 1) * HISTORY);
    memory.copy(this.current, this.target, <usize>this.slots * SECTION);
    this.rampLeft = 0;
    this.running = false;
    this.arrange();
  }
}

export function makeCascade(slots: i32, sampleRate: f64): Cascade {
  const cascade = make<Cascade>();
  cascade.slots = slots;
  cascade.rampSteps = max(1, <i32>(0.02 * sampleRate) / RAMP_STEP);
  cascade.order = allocate(<usize>slots * 4);
  cascade.target = allocate(<usize>slots * SECTION);
  cascade.current = allocate(<usize>slots * SECTION);
  cascade.step = allocate(<usize>slots * SECTION);
  cascade.coefficients = allocate(<usize>slots * SECTION);
  // Twice, plus an order list: `arrange` builds the new state behind the old one.
  cascade.history = allocate(<usize>(slots + 1) * (2 * HISTORY + 8));
  cascade.clearTargets();
  cascade.commit();
  return cascade;
}

/** Squared magnitude of c0 + c1 z⁻¹ + c2 z⁻² at sin²(ω/2) = phi1. */
function squared(c0: v128, c1: v128, c2: v128, phi1: f64): v128 {
  const phi0 = 1.0 - phi1;
  const dc = f64x2.add(f64x2.add(c0, c1), c2);
  const nyquist = f64x2.add(f64x2.sub(c0, c1), c2);
  const low = f64x2.mul(f64x2.splat(phi0), f64x2.mul(dc, dc));
  const high = f64x2.mul(f64x2.splat(phi1), f64x2.mul(nyquist, nyquist));
  return f64x2.sub(f64x2.add(low, high), f64x2.mul(f64x2.splat(16.0 * phi0 * phi1), f64x2.mul(c0, c2)));
}

/** ½ ln of a power. */
function exponentOf(power: f64): f64 {
  return (0.5 * log2(power)) / INV_LN2;
}

// @ts-ignore: decorator
@inline
function section(x: v128, x1: v128, x2: v128, y1: v128, y2: v128, at: usize): v128 {
  const past = f64x2.sub(f64x2.mul(v128.load(at, 32), x2), f64x2.mul(v128.load(at, 64), y2));
  const known = f64x2.add(f64x2.mul(v128.load(at, 16), x1), past);
  return f64x2.sub(f64x2.add(f64x2.mul(v128.load(at), x), known), f64x2.mul(v128.load(at, 48), y1));
}

function run1(buffer: usize, frames: i32, at: usize, history: usize, x1: v128, x2: v128): void {
  let y1 = v128.load(history, 32);
  let y2 = v128.load(history, 48);
  const end = buffer + (<usize>frames << 4);
  for (; buffer < end; buffer += 16) {
    const x = v128.load(buffer);
    const y = section(x, x1, x2, y1, y2, at);
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    v128.store(buffer, y);
  }
  v128.store(history, x1);
  v128.store(history, x2, 16);
  v128.store(history, y1, 32);
  v128.store(history, y2, 48);
}

function run2(buffer: usize, frames: i32, at: usize, history: usize, x1: v128, x2: v128): void {
  let y1 = v128.load(history, 32);
  let y2 = v128.load(history, 48);
  let z1 = v128.load(history, 64);
  let z2 = v128.load(history, 80);
  const end = buffer + (<usize>frames << 4);
  for (; buffer < end; buffer += 16) {
    const x = v128.load(buffer);
    const y = section(x, x1, x2, y1, y2, at);
    const z = section(y, y1, y2, z1, z2, at + SECTION);
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    z2 = z1;
    z1 = z;
    v128.store(buffer, z);
  }
  v128.store(history, x1);
  v128.store(history, x2, 16);
  v128.store(history, y1, 32);
  v128.store(history, y2, 48);
  v128.store(history, z1, 64);
  v128.store(history, z2, 80);
}

/**
 * Three sections, each of which works one frame behind the one before: where a frame goes through all of them at once, they
 * wait for one another longer than a processor looks ahead.
 */
function run3(buffer: usize, frames: i32, at: usize, history: usize, x1: v128, x2: v128): void {
  const second = at + SECTION;
  const third = second + SECTION;
  let y1 = v128.load(history, 32);
  let y2 = v128.load(history, 48);
  let z1 = v128.load(history, 64);
  let z2 = v128.load(history, 80);
  let w1 = v128.load(history, 96);
  let w2 = v128.load(history, 112);
  // What the section behind still needs, and its owner no longer.
  let y3 = y2;
  let z3 = z2;
  for (let step = 0; step < frames + 2; step++) {
    if (step >= 2) {
      const w = section(z1, z2, z3, w1, w2, third);
      w2 = w1;
      w1 = w;
      v128.store(buffer + (<usize>(step - 2) << 4), w);
    }
    if (step >= 1 && step <= frames) {
      const z = section(y1, y2, y3, z1, z2, second);
      z3 = z2;
      z2 = z1;
      z1 = z;
    }
    if (step < frames) {
      const x = v128.load(buffer + (<usize>step << 4));
      const y = section(x, x1, x2, y1, y2, at);
      x2 = x1;
      x1 = x;
      y3 = y2;
      y2 = y1;
      y1 = y;
    }
  }
  v128.store(history, x1);
  v128.store(history, x2, 16);
  v128.store(history, y1, 32);
  v128.store(history, y2, 48);
  v128.store(history, z1, 64);
  v128.store(history, z2, 80);
  v128.store(history, w1, 96);
  v128.store(history, w2, 112);
}
