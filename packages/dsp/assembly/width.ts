import { allocate, make } from './memory';
import { Cascade, makeCascade } from './cascade';
import * as design from './filter-design';
import { CHUNK } from './frames';
import { Gain, makeGain } from './gain';
import { nextFlag, nextNumber } from './parameters';

// Stereo width: side times `width`, mid as it is; and mono below a frequency: side through a Linkwitz–Riley high-pass of
// 24 dB/oct, mid through the all-pass of exactly its phase (S. H. Linkwitz, "Active crossover networks for noncoincident
// drivers", J. Audio Eng. Soc. 24, 1976: high-pass s⁴/D², all-pass D(−s)/D, both of phase −2∠D). So mid and side stay in
// phase and a source keeps its place; the mono sum keeps its level at every frequency, whatever the settings. Latency 0.
//
// Switched on or off while running, it is crossfaded with its input: the all-pass, brought in by its coefficients, would turn a
// low tone by half a wave within their ramp.

@unmanaged
export class Width {
  sampleRate: f64;
  cascade: Cascade;
  /** Share of what the cascade makes. */
  wet: Gain;
  /** v128 per frame. */
  dry: usize;

  /** Reads enabled, width, the frequency below which it is mono (0: none). */
  read(): void {
    const cascade = this.cascade;
    const enabled = nextFlag();
    const width = max(0.0, min(2.0, nextNumber()));
    const monoBelowHz = nextNumber();
    const rests = this.wet.isSilent();
    const share = enabled ? 1.0 : 0.0;
    this.wet.set(share, share);
    // It fades out with the settings it had.
    if (!enabled) return;
    cascade.clearTargets();
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
    if (rests) cascade.reset();
    else cascade.commit();
  }

  process(buffer: usize, frames: i32): void {
    const wet = this.wet;
    if (wet.isSilent()) {
      wet.skip();
      return;
    }
    if (wet.fadeLeft == 0) {
      wet.skip();
      this.cascade.process(buffer, frames);
      return;
    }
    memory.copy(this.dry, buffer, <usize>frames << 4);
    this.cascade.process(buffer, frames);
    const fading = min(frames, wet.fadeLeft);
    for (let i: usize = 0; i < <usize>fading << 4; i += 16) {
      const share = wet.next();
      const rest = f64x2.sub(f64x2.splat(1.0), share);
      const ours = f64x2.mul(v128.load(buffer + i), share);
      v128.store(buffer + i, f64x2.add(ours, f64x2.mul(v128.load(this.dry + i), rest)));
    }
    // The fade has ended within this block.
    const done = <usize>fading << 4;
    if (wet.isSilent()) memory.copy(buffer + done, this.dry + done, (<usize>frames << 4) - done);
  }

  flush(): void {
    this.cascade.flush();
  }

  reset(): void {
    this.cascade.reset();
    this.wet.reset();
  }
}

export function makeWidth(sampleRate: f64): Width {
  const width = make<Width>();
  width.sampleRate = sampleRate;
  width.cascade = makeCascade(2, sampleRate);
  width.wet = makeGain(sampleRate);
  width.wet.set(0.0, 0.0);
  width.dry = allocate(<usize>CHUNK << 4);
  return width;
}
