import { make } from './memory';
import { Cascade, makeCascade } from './cascade';
import * as design from './filter-design';
import { nextFlag, nextNumber } from './parameters';

// Stereo width: side times `width`, mid as it is; and mono below a frequency: side through a Linkwitz–Riley high-pass of
// 24 dB/oct, mid through the all-pass of exactly its phase (S. H. Linkwitz, "Active crossover networks for noncoincident
// drivers", J. Audio Eng. Soc. 24, 1976: high-pass s⁴/D², all-pass D(−s)/D, both of phase −2∠D). So mid and side stay in
// phase and a source keeps its place; the mono sum keeps its level at every frequency, whatever the settings. Latency 0.

@unmanaged
export class Width {
  sampleRate: f64;
  cascade: Cascade;

  /** Reads enabled, width, the frequency below which it is mono (0: none). */
  read(): void {
    const cascade = this.cascade;
    const enabled = nextFlag();
    const width = max(0.0, min(2.0, nextNumber()));
    const monoBelowHz = nextNumber();
    cascade.clearTargets();
    if (enabled) {
      if (monoBelowHz > 0.0) {
        design.designAllPass(monoBelowHz, this.sampleRate);
        cascade.setLane(0, 0, design.b0, design.b1, design.b2, design.a1, design.a2);
        design.designLinkwitzHalf(monoBelowHz, this.sampleRate);
        cascade.setLane(0, 1, design.b0, design.b1, design.b2, design.a1, design.a2);
      } else {
        design.designIdentity();
      }
      // The second half of the high-pass carries the width.
      cascade.setLane(1, 1, width * design.b0, width * design.b1, width * design.b2, design.a1, design.a2);
    }
    cascade.commit();
  }

  process(buffer: usize, frames: i32): void {
    this.cascade.process(buffer, frames);
  }

  flush(): void {
    this.cascade.flush();
  }

  reset(): void {
    this.cascade.reset();
  }
}

export function makeWidth(sampleRate: f64): Width {
  const width = make<Width>();
  width.sampleRate = sampleRate;
  width.cascade = makeCascade(2, sampleRate);
  return width;
}
