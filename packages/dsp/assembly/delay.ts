import { PI, dbToGain, exp, log2 } from './math';
import { allocate, make } from './memory';
import { flushTiny } from './frames';
import { Gain, makeGain } from './gain';
import { nextFlag, nextNumber } from './parameters';

// Stereo delay with a first-order high- and low-pass in the feedback path. Ping-pong sends the mono sum of its input to
// the left and crosses the channels at every turn. Wet signal alone; a changed time is crossfaded, not swept.

const MAX_SECONDS: f64 = 2.5;

@unmanaged
export class Delay {
  sampleRate: f64;
  enabled: bool;
  pingPong: bool;
  size: i32;
  buffer: usize;
  at: i32;
  length: i32;
  nextLength: i32;
  fadeFrames: i32;
  fadeLeft: i32;
  feedback: f64;
  low: f64;
  high: f64;
  lowState: v128;
  highState: v128;
  level: Gain;
  running: bool;

  /** Reads enabled, time, feedback, low cut, high cut, ping-pong, return level. */
  read(): void {
    this.enabled = nextFlag();
    const length = min(this.size - 1, max(1, <i32>nearest(nextNumber() * 0.001 * this.sampleRate)));
    this.feedback = max(0.0, min(0.95, nextNumber()));
    this.low = exp((-2.0 * PI * min(nextNumber(), 0.45 * this.sampleRate)) / this.sampleRate);
    this.high = exp((-2.0 * PI * min(nextNumber(), 0.45 * this.sampleRate)) / this.sampleRate);
    this.pingPong = nextFlag();
    const level = this.enabled ? dbToGain(nextNumber()) : 0.0;
    this.level.set(level, level);
    if (!this.running) {
      this.length = this.nextLength = length;
    } else if (length != this.nextLength) {
      this.length = this.nextLength;
      this.nextLength = length;
      this.fadeLeft = this.fadeFrames;
    }
  }

  /** Frames until the echoes have fallen by 96 dB. */
  tail(): i32 {
    if (!this.enabled) return 0;
    const turns = this.feedback < 0.0001 ? 1.0 : 1.0 + 15.95 / -log2(this.feedback);
    return <i32>ceil(turns) * this.nextLength;
  }

  /** Adds the echoes of `input` to `out`. */
  process(input: usize, out: usize, frames: i32): void {
    if (this.level.isSilent()) return;
    this.running = true;
    const start = input;
    const feedback = f64x2.splat(this.feedback);
    const low = f64x2.splat(this.low);
    const high = f64x2.splat(this.high);
    let lowState = this.lowState;
    let highState = this.highState;
    for (let i = 0; i < frames; i++) {
      const echo = this.nextEcho();
      highState = f64x2.add(echo, f64x2.mul(high, f64x2.sub(highState, echo)));
      lowState = flushTiny(f64x2.add(highState, f64x2.mul(low, f64x2.sub(lowState, highState))));
      highState = flushTiny(highState);
      let back = f64x2.mul(feedback, f64x2.sub(highState, lowState));
      let x = v128.load(input);
      if (this.pingPong) {
        back = i64x2.shuffle(back, back, 1, 0);
        const sum = 0.5 * (f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1));
        x = f64x2.replace_lane(f64x2.splat(0.0), 0, sum);
      }
      v128.store(this.buffer + (<usize>this.at << 4), flushTiny(f64x2.add(x, back)));
      if (++this.at >= this.size) this.at = 0;
      v128.store(input, echo);
      input += 16;
    }
    this.lowState = lowState;
    this.highState = highState;
    this.level.add(start, out, frames);
  }

  private tap(length: i32): v128 {
    let from = this.at - length;
    if (from < 0) from += this.size;
    return v128.load(this.buffer + (<usize>from << 4));
  }

  private nextEcho(): v128 {
    if (this.fadeLeft == 0) return this.tap(this.nextLength);
    const old = <f64>this.fadeLeft / <f64>this.fadeFrames;
    this.fadeLeft--;
    const a = f64x2.mul(this.tap(this.length), f64x2.splat(old));
    const b = f64x2.mul(this.tap(this.nextLength), f64x2.splat(1.0 - old));
    return f64x2.add(a, b);
  }

  reset(): void {
    memory.fill(this.buffer, 0, <usize>this.size << 4);
    this.lowState = this.highState = f64x2.splat(0.0);
    this.length = this.nextLength;
    this.fadeLeft = 0;
    this.at = 0;
    this.running = false;
    this.level.reset();
  }
}

export function makeDelay(sampleRate: f64): Delay {
  const delay = make<Delay>();
  delay.sampleRate = sampleRate;
  delay.size = <i32>(MAX_SECONDS * sampleRate) + 2;
  delay.buffer = allocate(<usize>delay.size * 16);
  delay.fadeFrames = max(1, <i32>(0.03 * sampleRate));
  delay.level = makeGain(sampleRate);
  delay.level.set(0.0, 0.0);
  return delay;
}
