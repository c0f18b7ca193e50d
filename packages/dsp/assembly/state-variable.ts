import { PI, tan } from './math';
import { make } from './memory';
import { flushTiny } from './frames';

// Second-order state-variable filter in trapezoidal form: low, band and high at once, and what they add up to. Its state is
// that of the analogue filter, so gains on its outputs may move at every frame without a click. The state is computed straight
// from the state before, not by way of the outputs: what follows upon itself is half as long.
// V. Zavalishin, "The Art of VA Filter Design" (2012), ch. 4; A. Simper, "Linear Trapezoidal Integrated SVF" (2013).

@unmanaged
export class StateVariable {
  sampleRate: f64;
  /** tan(ω/2) and 1/Q: now, and where they are going. */
  g: f64;
  k: f64;
  gTarget: f64;
  kTarget: f64;
  rampLeft: i32;
  running: bool;
  a1: f64;
  a2: f64;
  a3: f64;
  s1: v128;
  s2: v128;

  /** Reached at once before the first frame, over 20 ms afterwards. */
  set(frequencyHz: f64, q: f64): void {
    const g = tan(PI * max(1.0, min(frequencyHz, 0.49 * this.sampleRate)) / this.sampleRate);
    const k = 1.0 / max(0.05, q);
    if (g == this.gTarget && k == this.kTarget) return;
    this.gTarget = g;
    this.kTarget = k;
    if (this.running) this.rampLeft = <i32>(0.02 * this.sampleRate);
    else this.arrive();
  }

  private arrive(): void {
    this.g = this.gTarget;
    this.k = this.kTarget;
    this.rampLeft = 0;
    this.derive();
  }

  private derive(): void {
    this.a1 = 1.0 / (1.0 + this.g * (this.g + this.k));
    this.a2 = this.g * this.a1;
    this.a3 = this.g * this.a2;
  }

  /** One frame along the way to new settings. */
  advance(): void {
    if (this.rampLeft == 0) return;
    this.g += (this.gTarget - this.g) / <f64>this.rampLeft;
    this.k += (this.kTarget - this.k) / <f64>this.rampLeft;
    this.rampLeft--;
    if (this.rampLeft == 0) this.arrive();
    else this.derive();
  }

  /** Fills `band` (1 at its centre) and, from `pass` on, the low-pass or the high-pass; a `pass` of 0 is not wanted. */
  split(input: usize, band: usize, pass: usize, high: bool, frames: i32): void {
    this.running = true;
    for (; this.rampLeft > 0 && frames > 0; frames--) {
      this.advance();
      this.splitSteadily(input, band, pass, high, 1);
      input += 16;
      band += 16;
      if (pass != 0) pass += 16;
    }
    this.splitSteadily(input, band, pass, high, frames);
  }

  private splitSteadily(input: usize, band: usize, pass: usize, high: bool, frames: i32): void {
    if (pass == 0) this.filter(input, band, 0, frames, false, false);
    else if (high) this.filter(input, band, pass, frames, true, true);
    else this.filter(input, band, pass, frames, true, false);
  }

  // @ts-ignore: decorator
  @inline
  private filter(input: usize, band: usize, pass: usize, frames: i32, withPass: bool, high: bool): void {
    const a1 = f64x2.splat(this.a1);
    const a2 = f64x2.splat(this.a2);
    const a3 = f64x2.splat(this.a3);
    const k = f64x2.splat(this.k);
    const p1 = f64x2.splat(2.0 * this.a1 - 1.0);
    const p2 = f64x2.splat(2.0 * this.a2);
    const p3 = f64x2.splat(2.0 * this.a3);
    const p4 = f64x2.splat(1.0 - 2.0 * this.a3);
    let s1 = this.s1;
    let s2 = this.s2;
    for (const end = input + (<usize>frames << 4); input < end; input += 16) {
      const x = v128.load(input);
      const v3 = f64x2.sub(x, s2);
      const v1 = f64x2.add(f64x2.mul(a1, s1), f64x2.mul(a2, v3));
      const v2 = f64x2.add(s2, f64x2.add(f64x2.mul(a2, s1), f64x2.mul(a3, v3)));
      const next = f64x2.add(f64x2.sub(f64x2.mul(p1, s1), f64x2.mul(p2, s2)), f64x2.mul(p2, x));
      s2 = f64x2.add(f64x2.add(f64x2.mul(p2, s1), f64x2.mul(p4, s2)), f64x2.mul(p3, x));
      s1 = next;
      const centre = f64x2.mul(k, v1);
      v128.store(band, centre);
      band += 16;
      if (withPass) {
        v128.store(pass, high ? f64x2.sub(f64x2.sub(x, centre), v2) : v2);
        pass += 16;
      }
    }
    this.s1 = s1;
    this.s2 = s2;
  }

  /** Turns `buffer` by the phase of this filter: low − band + high. */
  allPass(buffer: usize, frames: i32): void {
    this.running = true;
    for (; this.rampLeft > 0 && frames > 0; frames--) {
      this.advance();
      this.turn(buffer, 1);
      buffer += 16;
    }
    this.turn(buffer, frames);
  }

  private turn(buffer: usize, frames: i32): void {
    const a1 = f64x2.splat(this.a1);
    const a2 = f64x2.splat(this.a2);
    const twice = f64x2.splat(2.0 * this.k);
    const p1 = f64x2.splat(2.0 * this.a1 - 1.0);
    const p2 = f64x2.splat(2.0 * this.a2);
    const p3 = f64x2.splat(2.0 * this.a3);
    const p4 = f64x2.splat(1.0 - 2.0 * this.a3);
    let s1 = this.s1;
    let s2 = this.s2;
    for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 16) {
      const x = v128.load(buffer);
      const v3 = f64x2.sub(x, s2);
      const v1 = f64x2.add(f64x2.mul(a1, s1), f64x2.mul(a2, v3));
      const next = f64x2.add(f64x2.sub(f64x2.mul(p1, s1), f64x2.mul(p2, s2)), f64x2.mul(p2, x));
      s2 = f64x2.add(f64x2.add(f64x2.mul(p2, s1), f64x2.mul(p4, s2)), f64x2.mul(p3, x));
      s1 = next;
      v128.store(buffer, f64x2.sub(x, f64x2.mul(twice, v1)));
    }
    this.s1 = s1;
    this.s2 = s2;
  }

  flush(): void {
    this.s1 = flushTiny(this.s1);
    this.s2 = flushTiny(this.s2);
  }

  reset(): void {
    this.s1 = this.s2 = f64x2.splat(0.0);
    this.running = false;
    this.arrive();
  }
}

export function makeStateVariable(sampleRate: f64): StateVariable {
  const filter = make<StateVariable>();
  filter.sampleRate = sampleRate;
  filter.set(1000.0, Math.SQRT1_2);
  return filter;
}
