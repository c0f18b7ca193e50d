import { make } from './memory';
import { flushTiny } from './frames';
import { StateVariable, makeStateVariable } from './state-variable';

// Linkwitz-Riley crossover of 24 dB/oct: two Butterworth low-passes in series, and a high part that is what they leave of the
// all-pass which both parts sum to (S. P. Lipshitz, J. Vanderkooy, "A family of linear-phase crossover networks of high slope
// derived by time delay", J. Audio Eng. Soc. 31 (1983), for the derived form; S. H. Linkwitz, "Active crossover networks for
// noncoincident drivers", J. Audio Eng. Soc. 24 (1976)). Three multiplications fewer per part, and the sum is exact.

@unmanaged
export class Crossover {
  /** Coefficients, and the state of the first of the two filters; the second one's is below. */
  filter: StateVariable;
  s1: v128;
  s2: v128;

  set(frequencyHz: f64): void {
    this.filter.set(frequencyHz, Math.SQRT1_2);
  }

  /** `high` may be `input`. */
  split(input: usize, low: usize, high: usize, frames: i32): void {
    const filter = this.filter;
    filter.running = true;
    for (; filter.rampLeft > 0 && frames > 0; frames--) {
      filter.advance();
      this.splitSteadily(input, low, high, 1);
      input += 16;
      low += 16;
      high += 16;
    }
    this.splitSteadily(input, low, high, frames);
  }

  private splitSteadily(input: usize, low: usize, high: usize, frames: i32): void {
    const filter = this.filter;
    const a1 = f64x2.splat(filter.a1);
    const a2 = f64x2.splat(filter.a2);
    const a3 = f64x2.splat(filter.a3);
    const twice = f64x2.splat(2.0 * filter.k);
    const p1 = f64x2.splat(2.0 * filter.a1 - 1.0);
    const p2 = f64x2.splat(2.0 * filter.a2);
    const p3 = f64x2.splat(2.0 * filter.a3);
    const p4 = f64x2.splat(1.0 - 2.0 * filter.a3);
    let s1 = filter.s1;
    let s2 = filter.s2;
    let t1 = this.s1;
    let t2 = this.s2;
    for (const end = input + (<usize>frames << 4); input < end; input += 16) {
      const x = v128.load(input);
      const v3 = f64x2.sub(x, s2);
      const v1 = f64x2.add(f64x2.mul(a1, s1), f64x2.mul(a2, v3));
      const v2 = f64x2.add(s2, f64x2.add(f64x2.mul(a2, s1), f64x2.mul(a3, v3)));
      const next = f64x2.add(f64x2.sub(f64x2.mul(p1, s1), f64x2.mul(p2, s2)), f64x2.mul(p2, x));
      s2 = f64x2.add(f64x2.add(f64x2.mul(p2, s1), f64x2.mul(p4, s2)), f64x2.mul(p3, x));
      s1 = next;
      const turned = f64x2.sub(x, f64x2.mul(twice, v1));
      const w3 = f64x2.sub(v2, t2);
      const w2 = f64x2.add(t2, f64x2.add(f64x2.mul(a2, t1), f64x2.mul(a3, w3)));
      const after = f64x2.add(f64x2.sub(f64x2.mul(p1, t1), f64x2.mul(p2, t2)), f64x2.mul(p2, v2));
      t2 = f64x2.add(f64x2.add(f64x2.mul(p2, t1), f64x2.mul(p4, t2)), f64x2.mul(p3, v2));
      t1 = after;
      v128.store(low, w2);
      v128.store(high, f64x2.sub(turned, w2));
      low += 16;
      high += 16;
    }
    filter.s1 = s1;
    filter.s2 = s2;
    this.s1 = t1;
    this.s2 = t2;
  }

  flush(): void {
    this.filter.flush();
    this.s1 = flushTiny(this.s1);
    this.s2 = flushTiny(this.s2);
  }

  reset(): void {
    this.filter.reset();
    this.s1 = this.s2 = f64x2.splat(0.0);
  }
}

export function makeCrossover(sampleRate: f64): Crossover {
  const crossover = make<Crossover>();
  crossover.filter = makeStateVariable(sampleRate);
  return crossover;
}
