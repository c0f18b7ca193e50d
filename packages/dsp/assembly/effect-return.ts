import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { Delay, makeDelay } from './delay';
import { Gain, makeGain } from './gain';
import { dbToGain } from './math';
import { Modulation, makeModulation } from './modulation';
import { nextInt, nextNumber } from './parameters';
import { Reverb, makeReverb } from './reverb';

// What sends feed. The effect is made when it is first asked for; wet signal alone.

/** As in src/host/mix-desk.ts. */
const REVERB: i32 = 0;
const DELAY: i32 = 1;

@unmanaged
export class EffectReturn {
  sampleRate: f64;
  type: i32;
  /** Something was ever sent here. Before that it is silent and need not run. */
  fed: bool;
  /** Of the effects those that were ever asked for. */
  reverb: usize;
  delay: usize;
  modulation: usize;
  /** Of the modulation; reverb and delay have their own. */
  level: Gain;
  scratch: usize;

  /** Reads the type and the settings of its effect. */
  read(): void {
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
      if (this.modulation == 0) this.modulation = changetype<usize>(makeModulation(this.sampleRate));
      changetype<Modulation>(this.modulation).read();
    }
  }

  tail(): i32 {
    if (this.type == REVERB) return changetype<Reverb>(this.reverb).tail();
    if (this.type == DELAY) return changetype<Delay>(this.delay).tail();
    return changetype<Modulation>(this.modulation).tail();
  }

  /** Adds the effect of `buffer`, which is used up, to `out`. */
  process(buffer: usize, out: usize, frames: i32): void {
    if (!this.fed) return;
    if (this.type == REVERB) changetype<Reverb>(this.reverb).process(buffer, out, frames);
    else if (this.type == DELAY) changetype<Delay>(this.delay).process(buffer, out, frames);
    else {
      memory.copy(this.scratch, buffer, <usize>frames << 4);
      changetype<Modulation>(this.modulation).process(this.scratch, frames);
      this.level.add(this.scratch, out, frames);
    }
  }

  reset(): void {
    this.fed = false;
    if (this.reverb != 0) changetype<Reverb>(this.reverb).reset();
    if (this.delay != 0) changetype<Delay>(this.delay).reset();
    if (this.modulation != 0) changetype<Modulation>(this.modulation).reset();
    this.level.reset();
  }
}

export function makeEffectReturn(sampleRate: f64): EffectReturn {
  const one = make<EffectReturn>();
  one.sampleRate = sampleRate;
  one.level = makeGain(sampleRate);
  one.scratch = allocate(<usize>(CHUNK + 4) << 4);
  return one;
}
