import { LOG2_PER_DB, log2 } from './math';
import { allocate, make } from './memory';
import { FirFilter, makeFirFilter } from './fir-filter';
import { nextFlag, nextInt, nextNumber } from './parameters';

// Tone by a free curve for mid and one for side: an FIR filter whose level goes smoothly through the given points. Between
// points: the monotone cubic of F. N. Fritsch, R. E. Carlson ("Monotone piecewise cubic interpolation", SIAM J. Numer.
// Anal. 17, 1980) over the logarithm of frequency, which overshoots nowhere; beyond the outer points: flat.

export const MAX_POINTS: i32 = 64;
const LN2: f64 = 0.6931471805599453;

@unmanaged
class Curve {
  count: i32;
  /** f64 per point: log2 Hz, level in ln units, slope. */
  pitches: usize;
  levels: usize;
  slopes: usize;

  /** Reads a count and that many pairs of Hz (ascending) and dB. */
  read(): void {
    const count = nextInt();
    this.count = min(MAX_POINTS, count);
    for (let i = 0; i < count; i++) {
      const hz = nextNumber();
      const db = nextNumber();
      if (i >= MAX_POINTS) continue;
      store<f64>(this.pitches + (<usize>i << 3), log2(max(0.001, hz)));
      store<f64>(this.levels + (<usize>i << 3), db * LOG2_PER_DB * LN2);
    }
    for (let i = 0; i < this.count; i++) store<f64>(this.slopes + (<usize>i << 3), this.slope(i));
  }

  private secant(i: i32): f64 {
    const at = <usize>i << 3;
    const rise = load<f64>(this.levels + at, 8) - load<f64>(this.levels + at);
    return rise / (load<f64>(this.pitches + at, 8) - load<f64>(this.pitches + at));
  }

  /** Weighted harmonic mean of the secants on both sides; 0 at extremes and at the ends, where the curve turns flat. */
  private slope(i: i32): f64 {
    if (i == 0 || i == this.count - 1) return 0.0;
    const before = this.secant(i - 1);
    const after = this.secant(i);
    if (before * after <= 0.0) return 0.0;
    const at = this.pitches + (<usize>i << 3);
    const left = load<f64>(at) - load<f64>(at - 8);
    const right = load<f64>(at, 8) - load<f64>(at);
    return (3.0 * (left + right)) / ((left + 2.0 * right) / before + (2.0 * left + right) / after);
  }

  /** Natural logarithm of the magnitude at a pitch; `i` is the segment to look in first: pitches are asked upwards. */
  level(pitch: f64, i: i32): f64 {
    if (this.count == 0) return 0.0;
    const last = this.count - 1;
    if (pitch <= load<f64>(this.pitches)) return load<f64>(this.levels);
    if (pitch >= load<f64>(this.pitches + (<usize>last << 3))) return load<f64>(this.levels + (<usize>last << 3));
    const at = <usize>i << 3;
    const width = load<f64>(this.pitches + at, 8) - load<f64>(this.pitches + at);
    const t = (pitch - load<f64>(this.pitches + at)) / width;
    const u = 1.0 - t;
    const from = load<f64>(this.levels + at) + t * (2.0 * load<f64>(this.levels + at) + width * load<f64>(this.slopes + at));
    const to = load<f64>(this.levels + at, 8) + u * (2.0 * load<f64>(this.levels + at, 8) - width * load<f64>(this.slopes + at, 8));
    return u * u * from + t * t * to;
  }

  /** The segment that holds a pitch, searched upwards from `i`. */
  segment(pitch: f64, i: i32): i32 {
    while (i < this.count - 2 && pitch >= load<f64>(this.pitches + (<usize>(i + 1) << 3))) i++;
    return i;
  }
}

@unmanaged
export class ToneCurve {
  sampleRate: f64;
  enabled: bool;
  mid: Curve;
  side: Curve;
  filter: FirFilter;

  /** Reads enabled, linear phase, the mid curve, the side curve. */
  read(): void {
    this.enabled = nextFlag();
    const linear = nextFlag();
    this.mid.read();
    this.side.read();
    if (!this.enabled) return;
    const design = this.filter.design;
    const size = design.size;
    const step = this.sampleRate / <f64>size;
    let inMid = 0;
    let inSide = 0;
    for (let k = 0; k <= size >> 1; k++) {
      const pitch = log2(max(0.001, <f64>k * step));
      inMid = this.mid.segment(pitch, inMid);
      inSide = this.side.segment(pitch, inSide);
      design.setLevel(k, this.mid.level(pitch, inMid), this.side.level(pitch, inSide));
    }
    this.filter.apply(linear);
  }

  process(buffer: usize, frames: i32): void {
    if (this.enabled) this.filter.process(buffer, frames);
  }

  /** Depends on rate, `enabled` and phase alone, not on the curve. */
  latency(): i32 {
    return this.enabled ? this.filter.latency() : 0;
  }

  tail(): i32 {
    return this.enabled ? this.filter.tail() : 0;
  }

  flush(): void {}

  reset(): void {
    this.filter.reset();
  }
}

function makeCurve(): Curve {
  const curve = make<Curve>();
  curve.pitches = allocate(<usize>MAX_POINTS * 8);
  curve.levels = allocate(<usize>MAX_POINTS * 8);
  curve.slopes = allocate(<usize>MAX_POINTS * 8);
  return curve;
}

export function makeToneCurve(sampleRate: f64): ToneCurve {
  const tone = make<ToneCurve>();
  tone.sampleRate = sampleRate;
  tone.mid = makeCurve();
  tone.side = makeCurve();
  tone.filter = makeFirFilter(sampleRate);
  return tone;
}
