import { PI, sin } from './math';
import { make } from './memory';
import { Eq, makeEq } from './eq';
import { FirFilter, makeFirFilter } from './fir-filter';
import { nextFlag } from './parameters';

// The equaliser with a choice of phase: minimum as it is, or linear by an FIR filter of the same magnitudes.

@unmanaged
export class PhaseEq {
  sampleRate: f64;
  linear: bool;
  eq: Eq;
  filter: FirFilter;

  /** Reads linear phase, then what the EQ reads. */
  read(): void {
    this.linear = nextFlag();
    this.eq.read();
    if (!this.linear) return;
    const design = this.filter.design;
    for (let k = 0; k <= design.size >> 1; k++) {
      const s = sin((PI * <f64>k) / <f64>design.size);
      const level = this.eq.cascade.logMagnitude(s * s);
      design.setLevel(k, f64x2.extract_lane(level, 0), f64x2.extract_lane(level, 1));
    }
    this.filter.apply(true);
  }

  process(buffer: usize, frames: i32): void {
    if (this.linear) this.filter.process(buffer, frames);
    else this.eq.process(buffer, frames);
  }

  latency(): i32 {
    return this.linear ? this.filter.latency() : 0;
  }

  tail(): i32 {
    return this.linear ? this.filter.tail() : 0;
  }

  flush(): void {
    this.eq.flush();
  }

  reset(): void {
    this.eq.reset();
    this.filter.reset();
  }
}

export function makePhaseEq(sampleRate: f64): PhaseEq {
  const phaseEq = make<PhaseEq>();
  phaseEq.sampleRate = sampleRate;
  phaseEq.eq = makeEq(sampleRate);
  phaseEq.filter = makeFirFilter(sampleRate);
  return phaseEq;
}
