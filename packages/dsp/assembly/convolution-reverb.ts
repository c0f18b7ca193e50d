import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { Convolver, makeConvolver } from './convolver';
import { decodeMidSide, encodeMidSide } from './mid-side';
import { nextInt, nextNumber } from './parameters';
import { Space, makeSpace } from './space';

// Reverberation by convolution with the responses of space.ts, left and right apart. Each channel also hears half of the
// other, so that a source on one side rings on both. Wet signal alone. The convolver's latency is part of the pre-delay,
// which therefore is 256 frames (5.3 ms at 48 kHz) at the least; so the latency is 0.
//
// Three stages (Gardner 1995): each plays until the next, whose longer partitions cost less, answers.

const SHORT: i32 = 2 * CHUNK;
const MIDDLE: i32 = 2048;
const LONG: i32 = 8192;
const MAX_SECONDS: f64 = 5.0;
const MAX_PRE_DELAY_SECONDS: f64 = 0.25;

@unmanaged
export class ConvolutionReverb {
  sampleRate: f64;
  kind: i32;
  size: f64;
  decaySeconds: f64;
  damping: f64;
  preDelay: i32;
  width: f64;
  widthTarget: f64;
  running: bool;
  space: Space;
  short: Convolver;
  middle: Convolver;
  long: Convolver;
  scratch: usize;

  /** Reads kind, size, decay, damping, pre-delay, width. */
  read(): void {
    const kind = nextInt();
    const size = max(0.0, min(1.0, nextNumber()));
    const decay = max(0.05, min(MAX_SECONDS, nextNumber()));
    const damping = max(0.0, min(1.0, nextNumber()));
    const seconds = max(0.0, min(MAX_PRE_DELAY_SECONDS, nextNumber() * 0.001));
    const preDelay = max(SHORT, <i32>nearest(seconds * this.sampleRate));
    this.widthTarget = max(0.0, min(1.0, nextNumber()));
    if (!this.running) this.width = this.widthTarget;
    // Anything but the width needs another response.
    if (kind == this.kind && size == this.size && decay == this.decaySeconds) {
      if (damping == this.damping && preDelay == this.preDelay) return;
    }
    this.kind = kind;
    this.size = size;
    this.decaySeconds = decay;
    this.damping = damping;
    this.preDelay = preDelay;
    this.space.build(kind, size, decay, damping, preDelay - SHORT);
    this.hand(this.short, 0, MIDDLE - SHORT);
    this.hand(this.middle, MIDDLE - SHORT, LONG - SHORT);
    this.hand(this.long, LONG - SHORT, this.space.frames);
  }

  /** Gives a stage its part of the response. */
  private hand(stage: Convolver, from: i32, to: i32): void {
    stage.setResponse(this.space.result + (<usize>from << 4), min(to, this.space.frames) - from);
  }

  process(buffer: usize, frames: i32): void {
    this.running = true;
    for (let i = 0; i < frames; i++) {
      const at = buffer + (<usize>i << 4);
      const x = v128.load(at);
      v128.store(at, f64x2.add(x, f64x2.mul(f64x2.splat(0.5), i64x2.shuffle(x, x, 1, 0))));
    }
    memory.copy(this.scratch, buffer, <usize>frames << 4);
    this.short.process(this.scratch, buffer, frames, false);
    this.middle.process(this.scratch, buffer, frames, true);
    this.long.process(this.scratch, buffer, frames, true);
    if (this.width == 1.0 && this.widthTarget == 1.0) return;
    encodeMidSide(buffer, frames);
    for (let i = 0; i < frames; i++) {
      // Reached within some 10 ms.
      this.width += 0.002 * (this.widthTarget - this.width);
      const at = buffer + (<usize>i << 4);
      store<f64>(at, load<f64>(at, 8) * this.width, 8);
    }
    decodeMidSide(buffer, frames);
  }

  tail(): i32 {
    return this.space.frames + SHORT;
  }

  flush(): void {}

  reset(): void {
    this.short.reset();
    this.middle.reset();
    this.long.reset();
    this.width = this.widthTarget;
    this.running = false;
  }
}

export function makeConvolutionReverb(sampleRate: f64): ConvolutionReverb {
  const reverb = make<ConvolutionReverb>();
  reverb.sampleRate = sampleRate;
  reverb.kind = -1;
  const frames = <i32>((MAX_SECONDS + MAX_PRE_DELAY_SECONDS) * sampleRate);
  reverb.space = makeSpace(frames, sampleRate);
  reverb.short = makeConvolver(SHORT, MIDDLE - SHORT);
  reverb.middle = makeConvolver(MIDDLE, LONG - MIDDLE);
  reverb.long = makeConvolver(LONG, frames - (LONG - SHORT));
  reverb.scratch = allocate(<usize>CHUNK << 4);
  return reverb;
}
