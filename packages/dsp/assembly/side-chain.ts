import { allocate, make } from './memory';
import { Cascade, makeCascade } from './cascade';
import { CHUNK } from './frames';
import { nextNumber } from './parameters';
import * as design from './filter-design';

// What a detector listens to: the signal itself, or the signal between a low cut and a high cut (Butterworth, 12 dB/oct).

@unmanaged
export class SideChain {
  sampleRate: f64;
  cascade: Cascade;
  key: usize;

  /** Reads low cut and high cut in Hz; 0 is none. */
  read(): void {
    const lowCutHz = nextNumber();
    const highCutHz = nextNumber();
    this.cascade.clearTargets();
    if (lowCutHz > 0.0) {
      design.designHighPass(lowCutHz, Math.SQRT1_2, this.sampleRate);
      this.store(0);
    }
    if (highCutHz > 0.0) {
      design.designLowPass(highCutHz, Math.SQRT1_2, this.sampleRate);
      this.store(1);
    }
    this.cascade.commit();
  }

  private store(slot: i32): void {
    this.cascade.setSection(slot, design.b0, design.b1, design.b2, design.a1, design.a2);
  }

  /** Where the detector finds the frames that belong to those in `buffer`, which stays as it is. */
  process(buffer: usize, frames: i32): usize {
    if (this.cascade.active == 0) return buffer;
    memory.copy(this.key, buffer, <usize>frames << 4);
    this.cascade.process(this.key, frames);
    return this.key;
  }

  flush(): void {
    this.cascade.flush();
  }

  reset(): void {
    this.cascade.reset();
  }
}

export function makeSideChain(sampleRate: f64): SideChain {
  const sideChain = make<SideChain>();
  sideChain.sampleRate = sampleRate;
  sideChain.cascade = makeCascade(2, sampleRate);
  sideChain.key = allocate(<usize>(CHUNK + 2) * 16);
  return sideChain;
}

/** Frames of a look-ahead, at most 20 ms. */
export function lookAheadFrames(ms: f64, sampleRate: f64): i32 {
  return <i32>nearest(max(0.0, min(20.0, ms)) * 0.001 * sampleRate);
}
