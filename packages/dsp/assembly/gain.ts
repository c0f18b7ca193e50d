import { PI, cos, sin } from './math';
import { make } from './memory';

// Gain with a left and a right lane that follows its target along a straight line over 10 ms, and the laws behind it.

@unmanaged
export class Gain {
  current: v128;
  target: v128;
  fadeFrames: i32;
  fadeLeft: i32;
  running: bool;

  set(left: f64, right: f64): void {
    this.target = f64x2.replace_lane(f64x2.splat(left), 1, right);
    if (this.running) this.fadeLeft = this.fadeFrames;
    else this.current = this.target;
  }

  /** Neither sounding nor about to. */
  isSilent(): bool {
    return this.fadeLeft == 0 && !v128.any_true(f64x2.ne(this.target, f64x2.splat(0.0)));
  }

  /** At rest with `left` in the left lane and `right` in the right one. */
  isAt(left: f64, right: f64): bool {
    if (this.fadeLeft != 0) return false;
    return f64x2.extract_lane(this.current, 0) == left && f64x2.extract_lane(this.current, 1) == right;
  }

  /** The gain of the next frame. */
  // @ts-ignore: decorator
  @inline
  next(): v128 {
    this.running = true;
    if (this.fadeLeft > 0) this.step();
    return this.current;
  }

  // @ts-ignore: decorator
  @inline
  private step(): void {
    const left = f64x2.splat(<f64>this.fadeLeft);
    this.current = f64x2.add(this.current, f64x2.div(f64x2.sub(this.target, this.current), left));
    this.fadeLeft--;
    if (this.fadeLeft == 0) this.current = this.target;
  }

  /** out = input × gain; `out` may be `input`. */
  process(input: usize, out: usize, frames: i32): void {
    this.run(input, out, frames, false);
  }

  /** out += input × gain. */
  add(input: usize, out: usize, frames: i32): void {
    this.run(input, out, frames, true);
  }

  // @ts-ignore: decorator
  @inline
  private run(input: usize, out: usize, frames: i32, accumulate: bool): void {
    this.running = true;
    while (this.fadeLeft > 0 && frames > 0) {
      this.step();
      const y = f64x2.mul(v128.load(input), this.current);
      v128.store(out, accumulate ? f64x2.add(v128.load(out), y) : y);
      input += 16;
      out += 16;
      frames--;
    }
    const gain = this.current;
    const end = input + (<usize>frames << 4);
    while (input < end) {
      const y = f64x2.mul(v128.load(input), gain);
      v128.store(out, accumulate ? f64x2.add(v128.load(out), y) : y);
      input += 16;
      out += 16;
    }
  }

  /** Frames pass that need not be computed because the gain is silent; a later `set` then fades in. */
  skip(): void {
    this.running = true;
  }

  reset(): void {
    this.current = this.target;
    this.fadeLeft = 0;
    this.running = false;
  }
}

export function makeGain(sampleRate: f64): Gain {
  const gain = make<Gain>();
  gain.fadeFrames = max(1, <i32>(0.01 * sampleRate));
  gain.set(1.0, 1.0);
  return gain;
}

export let left: f64 = 1.0;
export let right: f64 = 1.0;

/**
 * Pan of a mono source into `left` and `right`: equal power (sine/cosine), turned up so that the centre is 0 dB in both
 * channels and a side is +3.01 dB in one: left² + right² = 2 everywhere.
 */
export function panMono(pan: f64): void {
  const angle = (pan + 1.0) * 0.25 * PI;
  left = pan >= 1.0 ? 0.0 : 1.4142135623730951 * cos(angle);
  right = pan <= -1.0 ? 0.0 : 1.4142135623730951 * sin(angle);
  if (pan == 0.0) left = right = 1.0;
}

/** Balance of a stereo source: 0 dB at the centre; the far side falls along a cosine to silence, the near side stays. */
export function balanceStereo(pan: f64): void {
  left = pan <= 0.0 ? 1.0 : pan >= 1.0 ? 0.0 : cos(0.5 * PI * pan);
  right = pan >= 0.0 ? 1.0 : pan <= -1.0 ? 0.0 : cos(0.5 * PI * pan);
}

