import { allocate, make } from './memory';
import { passFive, passSeven, passThree } from './odd-radix';
import { TWIDDLE, times, timesConjugate, timesI, writeTwiddles } from './twiddles';

// Fast Fourier transform of complex numbers in double precision, one v128 [re, im] each, in place, for sizes that are a
// power of two from 4 on times any of 3, 5 and 7 (J. W. Cooley, J. W. Tukey, "An algorithm for the machine calculation of
// complex Fourier series", 1965): passes of 7, 5 and 3, then of two radix-2 steps at a time.
//
// Forward by decimation in frequency: natural order in, scattered order out. Inverse by decimation in time: scattered in,
// natural out. Spectra are multiplied bin by bin, so nothing ever needs to be put in order; who must know where a frequency
// lies asks `placeOf`. A stereo frame [left, right] is one complex number: one transform serves both channels.

const MOST_PASSES: usize = 32;

@unmanaged
export class Fft {
  size: i32;
  /** Into how many parts each pass but the last splits its groups, i32 each: 7, 5, 3 or 4, in this order. */
  radices: usize;
  passes: i32;
  /** What the last pass transforms, which needs no twiddles: 2 or 4 numbers. */
  lastRadix: i32;
  /** One table per pass. */
  twiddles: usize;
  tableBytes: usize;
  /** The transform made before this one. */
  before: usize;

  radix(pass: i32): i32 {
    return load<i32>(this.radices + (<usize>pass << 2));
  }

  addPass(radix: i32): void {
    store<i32>(this.radices + (<usize>this.passes << 2), radix);
    this.passes++;
  }

  /** The place of frequency `k` in a spectrum; in a power of two also the frequency at a place. */
  placeOf(k: i32): i32 {
    let place = 0;
    let part = this.size;
    for (let pass = 0; pass <= this.passes; pass++) {
      const radix = pass < this.passes ? this.radix(pass) : this.lastRadix;
      const rest = k % radix;
      part /= radix;
      // Two steps of radix 2 leave the second frequency in the third place.
      place += (radix == 4 ? (rest >> 1) | ((rest & 1) << 1) : rest) * part;
      k /= radix;
    }
    return place;
  }

  forward(data: usize): void {
    const end = data + (<usize>this.size << 4);
    let table = this.twiddles;
    let bytes = <usize>this.size << 4;
    for (let pass = 0; pass < this.passes; pass++) {
      const radix = this.radix(pass);
      const part = bytes / <usize>radix;
      splitGroups(radix, data, end, part, table);
      table += (part >> 4) * <usize>(radix - 1) * TWIDDLE;
      bytes = part;
    }
    if (this.lastRadix == 4) for (let at = data; at < end; at += 64) splitFour(at);
    else for (let at = data; at < end; at += 32) butterflyTwo(at);
  }

  /** Not scaled: a signal comes back times `size`. */
  inverse(data: usize): void {
    const end = data + (<usize>this.size << 4);
    if (this.lastRadix == 4) for (let at = data; at < end; at += 64) joinFour(at);
    else for (let at = data; at < end; at += 32) butterflyTwo(at);
    let table = this.twiddles + this.tableBytes;
    let part = <usize>this.lastRadix << 4;
    for (let pass = this.passes - 1; pass >= 0; pass--) {
      const radix = this.radix(pass);
      table -= (part >> 4) * <usize>(radix - 1) * TWIDDLE;
      joinGroups(radix, data, end, part, table);
      part *= <usize>radix;
    }
  }
}

/** The groups of a pass: `radix` parts of `bytes` each. */
function splitGroups(radix: i32, data: usize, end: usize, bytes: usize, table: usize): void {
  if (radix == 4) splitFours(data, end, bytes, table);
  else if (radix == 3) passThree(data, end, bytes, table, false);
  else if (radix == 5) passFive(data, end, bytes, table, false);
  else passSeven(data, end, bytes, table, false);
}

/** `splitGroups` backwards, times `radix`. */
function joinGroups(radix: i32, data: usize, end: usize, bytes: usize, table: usize): void {
  if (radix == 4) joinFours(data, end, bytes, table);
  else if (radix == 3) passThree(data, end, bytes, table, true);
  else if (radix == 5) passFive(data, end, bytes, table, true);
  else passSeven(data, end, bytes, table, true);
}

function splitFours(data: usize, end: usize, bytes: usize, twiddles: usize): void {
  for (let group = data; group < end; group += 3 * bytes) {
    let table = twiddles;
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
      v128.store(group + bytes, times(f64x2.sub(even, odd), table + TWIDDLE));
      v128.store(group + 2 * bytes, times(f64x2.sub(e, f), table));
      v128.store(group + 3 * bytes, times(f64x2.add(e, f), table + 2 * TWIDDLE));
      table += 3 * TWIDDLE;
    }
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

function joinFours(data: usize, end: usize, bytes: usize, twiddles: usize): void {
  for (let group = data; group < end; group += 3 * bytes) {
    let table = twiddles;
    for (const stop = group + bytes; group < stop; group += 16) {
      const y0 = v128.load(group);
      const y1 = timesConjugate(v128.load(group + bytes), table + TWIDDLE);
      const y2 = timesConjugate(v128.load(group + 2 * bytes), table);
      const y3 = timesConjugate(v128.load(group + 3 * bytes), table + 2 * TWIDDLE);
      const even = f64x2.add(y0, y1);
      const odd = f64x2.sub(y0, y1);
      const e = f64x2.add(y2, y3);
      const f = timesI(f64x2.sub(y2, y3));
      v128.store(group, f64x2.add(even, e));
      v128.store(group + bytes, f64x2.add(odd, f));
      v128.store(group + 2 * bytes, f64x2.sub(even, e));
      v128.store(group + 3 * bytes, f64x2.sub(odd, f));
      table += 3 * TWIDDLE;
    }
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

/** The last transform made: they hold no state and are shared. */
let lastMade: usize = 0;

/** Without its factors 3, 5 and 7. */
function withoutOdd(size: i32): i32 {
  for (let radix = 7; radix > 1; radix -= 2) while (size % radix == 0) size /= radix;
  return size;
}

/** Whether there is a transform of `size` numbers. */
export function isTransformSize(size: i32): bool {
  const even = size > 0 ? withoutOdd(size) : 0;
  return even >= 4 && popcnt(even) == 1;
}

export function makeFft(size: i32): Fft {
  for (let known = lastMade; known != 0; known = changetype<Fft>(known).before) {
    if (changetype<Fft>(known).size == size) return changetype<Fft>(known);
  }
  const fft = make<Fft>();
  fft.size = size;
  fft.radices = allocate(4 * MOST_PASSES);
  let part = size;
  for (let radix = 7; radix > 1; radix -= 2) {
    for (; part % radix == 0; part /= radix) fft.addPass(radix);
  }
  for (; part > 4; part >>= 2) fft.addPass(4);
  fft.lastRadix = part;

  part = size;
  let twiddles = 0;
  for (let pass = 0; pass < fft.passes; pass++) {
    part /= fft.radix(pass);
    twiddles += part * (fft.radix(pass) - 1);
  }
  fft.tableBytes = <usize>twiddles * TWIDDLE;
  fft.twiddles = allocate(fft.tableBytes);
  let at = fft.twiddles;
  part = size;
  for (let pass = 0; pass < fft.passes; pass++) {
    part /= fft.radix(pass);
    at = writeTwiddles(at, fft.radix(pass), part);
  }
  fft.before = lastMade;
  lastMade = changetype<usize>(fft);
  return fft;
}
