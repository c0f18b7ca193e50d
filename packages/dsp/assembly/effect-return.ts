import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { ConvolutionReverb, makeConvolutionReverb } from './convolution-reverb';
import { Delay, makeDelay } from './delay';
import { Eq, makeEq } from './eq';
import { Gain, makeGain } from './gain';
import { dbToGain } from './math';
import { Modulation, makeModulation } from './modulation';
import { nextInt, nextNumber } from './parameters';
import { Reverb, makeReverb } from './reverb';

// What sends feed: EQ → effect. The effect is made when it is first asked for; wet signal alone.

/** As in src/host/mix-desk.ts. */
const REVERB: i32 = 0;
const DELAY: i32 = 1;
const MODULATION: i32 = 2;

@unmanaged
export class EffectReturn {
  sampleRate: f64;
  type: i32;
  /** Something was ever sent here. Before that it is silent and need not run. */
  fed: bool;
  eq: Eq;
  /** Of the effects those that were ever asked for. */
  reverb: usize;
  delay: usize;
  modulation: usize;
  convolution: usize;
  /** Of modulation and convolution; reverb and delay have their own. */
  level: Gain;
  scratch: usize;

  /** Reads the EQ, the type of the effect, and its settings. */
  read(): void {
    this.eq.read();
    this.type = nextInt();
    if (this.type == REVERB) {
      if (this.reverb == 0) this.reverb = changetype<usize>(makeReverb(this.sampleRate));
      changetype<Reverb>(this.reverb).read();
    } else if (this.type == DELAY) {
      if (this.delay == 0) this.delay = changetype<usize>(makeDelay(this.sampleRate));
      changetype<Delay>(this.delay).read();
    } else {
      const level = dbToGain(nextNumber());
      this.level.set(level, level);
      if (this.type == MODULATION) {
        if (this.modulation == 0) this.modulation = changetype<usize>(makeModulation(this.sampleRate));
        changetype<Modulation>(this.modulation).read();
      } else {
        if (this.convolution == 0) this.convolution = changetype<usize>(makeConvolutionReverb(this.sampleRate));
        changetype<ConvolutionReverb>(this.convolution).read();
      }
    }
  }

  tail(): i32 {
    if (this.type == REVERB) return changetype<Reverb>(this.reverb).tail();
    if (this.type == DELAY) return changetype<Delay>(this.delay).tail();
    if (this.type == MODULATION) return changetype<Modulation>(this.modulation).tail();
    return changetype<ConvolutionReverb>(this.convolution).tail();
  }

  /** Adds the effect of `input` to `out`. */
  process(input: usize, out: usize, frames: i32): void {
    if (!this.fed) return;
    const buffer = this.scratch;
    memory.copy(buffer, input, <usize>frames << 4);
    this.eq.process(buffer, frames);
    if (this.type == REVERB) changetype<Reverb>(this.reverb).process(buffer, out, frames);
    else if (this.type == DELAY) changetype<Delay>(this.delay).process(buffer, out, frames);
    else {
      if (this.type == MODULATION) changetype<Modulation>(this.modulation).process(buffer, frames);
      else changetype<ConvolutionReverb>(this.convolution).process(buffer, frames);
      this.level.add(buffer, out, frames);
    }
  }

  flush(): void {
    this.eq.flush();
  }

  reset(): void {
    this.fed = false;
    this.eq.reset();
    if (this.reverb != 0) changetype<Reverb>(this.reverb).reset();
    if (this.delay != 0) changetype<Delay>(this.delay).reset();
    if (this.modulation != 0) changetype<Modulation>(this.modulation).reset();
    if (this.convolution != 0) changetype<ConvolutionReverb>(this.convolution).reset();
    this.level.reset();
  }
}

export function makeEffectReturn(sampleRate: f64): EffectReturn {
  const one = make<EffectReturn>();
  one.sampleRate = sampleRate;
  one.eq = makeEq(sampleRate);
  one.level = makeGain(sampleRate);
  one.scratch = allocate(<usize>(CHUNK + 4) << 4);
  return one;
}
