import { make } from './memory';
import { Delay, makeDelay } from './delay';
import { nextInt } from './parameters';
import { Reverb, makeReverb } from './reverb';

// What sends feed. The effect is made when it is first asked for; wet signal alone.

/** As in src/host/mix-desk.ts. */
const REVERB: i32 = 0;

@unmanaged
export class EffectReturn {
  sampleRate: f64;
  type: i32;
  /** Something was ever sent here. Before that it is silent and need not run. */
  fed: bool;
  /** Of the effects those that were ever asked for. */
  reverb: usize;
  delay: usize;

  /** Reads the type and the settings of its effect. */
  read(): void {
    this.type = nextInt();
    if (this.type == REVERB) {
      if (this.reverb == 0) this.reverb = changetype<usize>(makeReverb(this.sampleRate));
      changetype<Reverb>(this.reverb).read();
    } else {
      if (this.delay == 0) this.delay = changetype<usize>(makeDelay(this.sampleRate));
      changetype<Delay>(this.delay).read();
    }
  }

  tail(): i32 {
    return this.type == REVERB ? changetype<Reverb>(this.reverb).tail() : changetype<Delay>(this.delay).tail();
  }

  /** Adds the effect of `buffer`, which is used up, to `out`. */
  process(buffer: usize, out: usize, frames: i32): void {
    if (!this.fed) return;
    if (this.type == REVERB) changetype<Reverb>(this.reverb).process(buffer, out, frames);
    else changetype<Delay>(this.delay).process(buffer, out, frames);
  }

  reset(): void {
    this.fed = false;
    if (this.reverb != 0) changetype<Reverb>(this.reverb).reset();
    if (this.delay != 0) changetype<Delay>(this.delay).reset();
  }
}

export function makeEffectReturn(sampleRate: f64): EffectReturn {
  const one = make<EffectReturn>();
  one.sampleRate = sampleRate;
  return one;
}
