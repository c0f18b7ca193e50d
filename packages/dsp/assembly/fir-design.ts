import { PI, cos, exp, sin } from './math';
import { allocate, make } from './memory';
import { Fft, makeFft } from './fft';
import { swap, timesI } from './twiddles';

// FIR filters from a wanted magnitude, two at a time: both responses are real, so they share one complex transform.
// Linear phase: the zero-phase impulse response, delayed by half its length. Minimum phase: by the real cepstrum folded
// onto positive time (A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing", ch. 13). The transform is four
// times as long as the filter, so that neither wraps around audibly; a Tukey window of half its length in tapers ends them.

const OVERSIZE: i32 = 4;

@unmanaged
export class FirDesign {
  taps: i32;
  fft: Fft;
  work: usize;
  /** The designed responses, complex [first, second] per tap. */
  result: usize;

  /** Frequencies to give: 0 … size / 2, `setLevel` for each; frequency k lies at k / size of the sample rate. */
  get size(): i32 {
    return this.fft.size;
  }

  /** Natural logarithms of the two magnitudes at frequency `k`. */
  setLevel(k: i32, first: f64, second: f64): void {
    const value = f64x2.replace_lane(f64x2.splat(first), 1, second);
    v128.store(this.at(k), value);
    if (k > 0) v128.store(this.at(this.size - k), value);
  }

  // @ts-ignore: decorator
  @inline
  private at(k: i32): usize {
    return this.work + (<usize>this.fft.placeOf(k) << 4);
  }

  /** Symmetric around tap `taps / 2`. */
  designLinear(): void {
    const size = this.size;
    for (let k = 0; k < size; k++) {
      const at = this.work + (<usize>k << 4);
      const level = v128.load(at);
      store<f64>(at, exp(f64x2.extract_lane(level, 0)));
      store<f64>(at, exp(f64x2.extract_lane(level, 1)), 8);
    }
    this.fft.inverse(this.work);
    const half = this.taps >> 1;
    for (let tap = 0; tap < this.taps; tap++) {
      const from = (tap - half) & (size - 1);
      this.store(tap, from, this.taper(<f64>abs(tap - half) / <f64>half));
    }
  }

  /** Begins at tap 0. */
  designMinimum(): void {
    const size = this.size;
    const half = size >> 1;
    this.fft.inverse(this.work);
    // The cepstra are real and even: what lies at negative time is folded onto positive time.
    for (let n = 0; n < size; n++) {
      const at = this.work + (<usize>n << 4);
      const scale = n == 0 || n == half ? 1.0 : n < half ? 2.0 : 0.0;
      v128.store(at, f64x2.mul(v128.load(at), f64x2.splat(scale / <f64>size)));
    }
    this.fft.forward(this.work);
    for (let k = 0; k <= half; k++) this.exponentiate(this.at(k), this.at((size - k) & (size - 1)));
    this.fft.inverse(this.work);
    for (let tap = 0; tap < this.taps; tap++) this.store(tap, tap, this.taper(<f64>tap / <f64>this.taps));
  }

  /** Takes the log spectra A, B apart from their sum A + iB at frequencies k and −k, and puts exp A + i exp B there. */
  private exponentiate(at: usize, mirror: usize): void {
    const z = v128.load(at);
    const conjugate = f64x2.mul(v128.load(mirror), f64x2(1.0, -1.0));
    const half = f64x2.splat(0.5);
    const a = complexExp(f64x2.mul(half, f64x2.add(z, conjugate)));
    // (z − z̄') / 2i.
    const b = complexExp(f64x2.neg(timesI(f64x2.mul(half, f64x2.sub(z, conjugate)))));
    v128.store(at, f64x2.add(a, timesI(b)));
    // At −k: conj A + i conj B.
    v128.store(mirror, f64x2.add(f64x2.mul(a, f64x2(1.0, -1.0)), swap(b)));
  }

  private store(tap: i32, from: i32, scale: f64): void {
    const value = v128.load(this.work + (<usize>from << 4));
    v128.store(this.result + (<usize>tap << 4), f64x2.mul(value, f64x2.splat(scale / <f64>this.size)));
  }

  /** 1 up to half way to the end, then a cosine to 0. */
  private taper(share: f64): f64 {
    return share <= 0.5 ? 1.0 : 0.5 - 0.5 * cos(2.0 * PI * (1.0 - share));
  }
}

function complexExp(x: v128): v128 {
  const size = exp(f64x2.extract_lane(x, 0));
  const angle = f64x2.extract_lane(x, 1);
  return f64x2.replace_lane(f64x2.splat(size * cos(angle)), 1, size * sin(angle));
}

/** For filters of `taps`, a power of two. */
export function makeFirDesign(taps: i32): FirDesign {
  const design = make<FirDesign>();
  design.taps = taps;
  design.fft = makeFft(OVERSIZE * taps);
  design.work = allocate(<usize>(OVERSIZE * taps) << 4);
  design.result = allocate(<usize>taps << 4);
  return design;
}
