import { PI, cos, sin } from './math';
import { allocate, make } from './memory';

// Fast Fourier transform of complex numbers in double precision, one v128 [re, im] each, in place: two radix-2 passes at a
// time (J. W. Cooley, J. W. Tukey, "An algorithm for the machine calculation of complex Fourier series", 1965).
//
// Forward by decimation in frequency: natural order in, bit-reversed order out. Inverse by decimation in time: bit-reversed
// in, natural out. Spectra are multiplied bin by bin, so nothing ever needs to be put in order; who must know the frequency
// of a bin asks `reversed`. A stereo frame [left, right] is one complex number: one transform serves both channels.

/** Bytes of the three twiddles w, w², w³ of a butterfly. */
const TWIDDLES: usize = 48;

@unmanaged
export class Fft {
  log2Size: i32;
  size: i32;
  /** One table per pass of four, largest first: [re, im] of w, w² and w³ for each butterfly of a group. */
  twiddles: usize;

  /** The place of frequency `k` in a spectrum, and the frequency at a place. */
  reversed(k: i32): i32 {
    let result = 0;
    for (let bit = 0; bit < this.log2Size; bit++) result |= ((k >> bit) & 1) << (this.log2Size - 1 - bit);
    return result;
  }

  forward(data: usize): void {
    const end = data + (<usize>this.size << 4);
    let table = this.twiddles;
    let quarter = this.size >> 2;
    for (; quarter > 1; quarter >>= 2) {
      const bytes = <usize>quarter << 4;
      for (let group = data; group < end; group += 4 * bytes) splitGroup(group, bytes, table);
      table += <usize>quarter * TWIDDLES;
    }
    if (quarter == 1) for (let at = data; at < end; at += 64) splitFour(at);
    else for (let at = data; at < end; at += 32) butterflyTwo(at);
  }

  /** Not scaled: a signal comes back times `size`. */
  inverse(data: usize): void {
    const end = data + (<usize>this.size << 4);
    let table = this.twiddles + <usize>this.tableButterflies() * TWIDDLES;
    let quarter = this.log2Size & 1 ? 2 : 4;
    if (quarter == 4) for (let at = data; at < end; at += 64) joinFour(at);
    else for (let at = data; at < end; at += 32) butterflyTwo(at);
    for (; quarter < this.size; quarter <<= 2) {
      const bytes = <usize>quarter << 4;
      table -= <usize>quarter * TWIDDLES;
      for (let group = data; group < end; group += 4 * bytes) joinGroup(group, bytes, table);
    }
  }

  tableButterflies(): i32 {
    let sum = 0;
    for (let quarter = this.size >> 2; quarter > 1; quarter >>= 2) sum += quarter;
    return sum;
  }
}

// @ts-ignore: decorator
@inline
export function swap(x: v128): v128 {
  return i64x2.shuffle(x, x, 1, 0);
}

/** i · x. */
// @ts-ignore: decorator
@inline
export function timesI(x: v128): v128 {
  return v128.xor(swap(x), i64x2(<i64>0x8000000000000000, 0));
}

/** x · w for the complex number at `at`. */
// @ts-ignore: decorator
@inline
export function times(x: v128, at: usize): v128 {
  return f64x2.add(f64x2.mul(x, v128.load64_splat(at)), timesI(f64x2.mul(x, v128.load64_splat(at, 8))));
}

/** x · conj(w). */
// @ts-ignore: decorator
@inline
function timesConjugate(x: v128, at: usize): v128 {
  return f64x2.sub(f64x2.mul(x, v128.load64_splat(at)), timesI(f64x2.mul(x, v128.load64_splat(at, 8))));
}

/** One group of a pass of four: quarters of `bytes` each. */
function splitGroup(group: usize, bytes: usize, table: usize): void {
  for (const stop = group + bytes; group < stop; group += 16) {
    const a = v128.load(group);
    const b = v128.load(group + bytes);
    const c = v128.load(group + 2 * bytes);
    const d = v128.load(group + 3 * bytes);
    const even = f64x2.add(a, c);
    const odd = f64x2.add(b, d);
    const e = f64x2.sub(a, c);
    const f = timesI(f64x2.sub(b, d));
    v128.store(group, f64x2.add(even, odd));
    v128.store(group + bytes, times(f64x2.sub(even, odd), table + 16));
    v128.store(group + 2 * bytes, times(f64x2.sub(e, f), table));
    v128.store(group + 3 * bytes, times(f64x2.add(e, f), table + 32));
    table += TWIDDLES;
  }
}

/** The last pass of four: its twiddles are all 1. */
// @ts-ignore: decorator
@inline
function splitFour(at: usize): void {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);
  const even = f64x2.add(a, c);
  const odd = f64x2.add(b, d);
  const e = f64x2.sub(a, c);
  const f = timesI(f64x2.sub(b, d));
  v128.store(at, f64x2.add(even, odd));
  v128.store(at, f64x2.sub(even, odd), 16);
  v128.store(at, f64x2.sub(e, f), 32);
  v128.store(at, f64x2.add(e, f), 48);
}

// @ts-ignore: decorator
@inline
function butterflyTwo(at: usize): void {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  v128.store(at, f64x2.add(a, b));
  v128.store(at, f64x2.sub(a, b), 16);
}

/** `splitGroup` backwards, times 4. */
function joinGroup(group: usize, bytes: usize, table: usize): void {
  for (const stop = group + bytes; group < stop; group += 16) {
    const y0 = v128.load(group);
    const y1 = timesConjugate(v128.load(group + bytes), table + 16);
    const y2 = timesConjugate(v128.load(group + 2 * bytes), table);
    const y3 = timesConjugate(v128.load(group + 3 * bytes), table + 32);
    const even = f64x2.add(y0, y1);
    const odd = f64x2.sub(y0, y1);
    const e = f64x2.add(y2, y3);
    const f = timesI(f64x2.sub(y2, y3));
    v128.store(group, f64x2.add(even, e));
    v128.store(group + bytes, f64x2.add(odd, f));
    v128.store(group + 2 * bytes, f64x2.sub(even, e));
    v128.store(group + 3 * bytes, f64x2.sub(odd, f));
    table += TWIDDLES;
  }
}

// @ts-ignore: decorator
@inline
function joinFour(at: usize): void {
  const y0 = v128.load(at);
  const y1 = v128.load(at, 16);
  const y2 = v128.load(at, 32);
  const y3 = v128.load(at, 48);
  const even = f64x2.add(y0, y1);
  const odd = f64x2.sub(y0, y1);
  const e = f64x2.add(y2, y3);
  const f = timesI(f64x2.sub(y2, y3));
  v128.store(at, f64x2.add(even, e));
  v128.store(at, f64x2.add(odd, f), 16);
  v128.store(at, f64x2.sub(even, e), 32);
  v128.store(at, f64x2.sub(odd, f), 48);
}

/** Transforms made so far, by the logarithm of their size: they hold no state and are shared. */
const made: usize = allocate(32 * sizeof<usize>());

/** A transform of `size` numbers, a power of two from 4. */
export function makeFft(size: i32): Fft {
  const log2Size = 31 - clz(size);
  const slot = made + <usize>log2Size * sizeof<usize>();
  if (load<usize>(slot) != 0) return changetype<Fft>(load<usize>(slot));
  const fft = make<Fft>();
  fft.log2Size = log2Size;
  fft.size = size;
  fft.twiddles = allocate(<usize>fft.tableButterflies() * TWIDDLES);
  let at = fft.twiddles;
  for (let quarter = size >> 2; quarter > 1; quarter >>= 2) {
    for (let j = 0; j < quarter; j++) {
      for (let power = 1; power <= 3; power++) {
        const angle = (-0.5 * PI * <f64>(j * power)) / <f64>quarter;
        store<f64>(at, cos(angle));
        store<f64>(at, sin(angle), 8);
        at += 16;
      }
    }
  }
  store<usize>(slot, changetype<usize>(fft));
  return fft;
}
