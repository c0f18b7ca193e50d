import { PI, cos, sin } from './math';
import { allocate, make } from './memory';

// Complex fast Fourier transform for meters: float32, bins in order, real and imaginary parts apart, so that four numbers
// share an instruction. (What is heard goes through the one in double precision, fft.ts.) Stockham's self-sorting radix 4
// with one pass of radix 2 where the length wants it (C. Van Loan, "Computational Frameworks for the Fast Fourier
// Transform", 1992, §1.7 and §2.4). Error about 1e-7 of the largest value. The first pass works on four butterflies at
// once, the others on four columns.

@unmanaged
export class Fft32 {
  size: i32;
  /** f32 × size / 4 each: real and imaginary parts of the roots to the powers k, 2k and 3k. */
  roots: usize;

  /**
   * Transforms `size` numbers at `x`: all real parts, then all imaginary parts. `y` is as large; the answer is the one of
   * the two that holds the result, the other is spoilt. Both on 16-byte boundaries.
   */
  transform(x: usize, y: usize): usize {
    this.firstPass(x, y);
    let from = y;
    let to = x;
    let length = this.size >> 2;
    let stride = 4;
    while (length >= 4) {
      this.pass(from, to, length, stride);
      const other = from;
      from = to;
      to = other;
      length >>= 2;
      stride <<= 2;
    }
    if (length == 1) return from;
    this.lastPass(from, to, stride);
    return to;
  }

  /** Stride 1: four neighbouring butterflies at once, their results transposed into place. */
  private firstPass(x: usize, y: usize): void {
    const imaginary = <usize>this.size << 2;
    const quarter = <usize>this.size;
    for (let p: usize = 0; p < quarter; p += 16) {
      const at = x + p;
      const ar = v128.load(at);
      const ai = v128.load(at + imaginary);
      const br = v128.load(at + quarter);
      const bi = v128.load(at + quarter + imaginary);
      const cr = v128.load(at + 2 * quarter);
      const ci = v128.load(at + 2 * quarter + imaginary);
      const dr = v128.load(at + 3 * quarter);
      const di = v128.load(at + 3 * quarter + imaginary);
      const root = this.roots + p;
      const w1r = v128.load(root);
      const w1i = v128.load(root + quarter);
      const w2r = v128.load(root + 2 * quarter);
      const w2i = v128.load(root + 3 * quarter);
      const w3r = v128.load(root + 4 * quarter);
      const w3i = v128.load(root + 5 * quarter);

      const sumR = f32x4.add(ar, cr);
      const sumI = f32x4.add(ai, ci);
      const differenceR = f32x4.sub(ar, cr);
      const differenceI = f32x4.sub(ai, ci);
      const otherR = f32x4.add(br, dr);
      const otherI = f32x4.add(bi, di);
      const turnedR = f32x4.sub(di, bi);
      const turnedI = f32x4.sub(br, dr);
      const r1 = f32x4.sub(differenceR, turnedR);
      const i1 = f32x4.sub(differenceI, turnedI);
      const r2 = f32x4.sub(sumR, otherR);
      const i2 = f32x4.sub(sumI, otherI);
      const r3 = f32x4.add(differenceR, turnedR);
      const i3 = f32x4.add(differenceI, turnedI);
      const out = y + (p << 2);
      storeTransposed(
        out,
        f32x4.add(sumR, otherR),
        f32x4.sub(f32x4.mul(r1, w1r), f32x4.mul(i1, w1i)),
        f32x4.sub(f32x4.mul(r2, w2r), f32x4.mul(i2, w2i)),
        f32x4.sub(f32x4.mul(r3, w3r), f32x4.mul(i3, w3i)),
      );
      storeTransposed(
        out + imaginary,
        f32x4.add(sumI, otherI),
        f32x4.add(f32x4.mul(r1, w1i), f32x4.mul(i1, w1r)),
        f32x4.add(f32x4.mul(r2, w2i), f32x4.mul(i2, w2r)),
        f32x4.add(f32x4.mul(r3, w3i), f32x4.mul(i3, w3r)),
      );
    }
  }

  /** `length` is that of the transforms still to be made, of which there are `stride` side by side. */
  private pass(x: usize, y: usize, length: i32, stride: i32): void {
    const imaginary = <usize>this.size << 2;
    const quarter = <usize>this.size;
    const row = <usize>stride << 2;
    const rows = <usize>(length >> 2);
    for (let p: usize = 0; p < rows; p++) {
      const root = this.roots + p * row;
      const w1r = v128.load32_splat(root);
      const w1i = v128.load32_splat(root + quarter);
      const w2r = v128.load32_splat(root + 2 * quarter);
      const w2i = v128.load32_splat(root + 3 * quarter);
      const w3r = v128.load32_splat(root + 4 * quarter);
      const w3i = v128.load32_splat(root + 5 * quarter);
      const end = x + p * row + row;
      let out = y + 4 * p * row;
      for (let at = x + p * row; at < end; at += 16) {
        const ar = v128.load(at);
        const ai = v128.load(at + imaginary);
        const br = v128.load(at + quarter);
        const bi = v128.load(at + quarter + imaginary);
        const cr = v128.load(at + 2 * quarter);
        const ci = v128.load(at + 2 * quarter + imaginary);
        const dr = v128.load(at + 3 * quarter);
        const di = v128.load(at + 3 * quarter + imaginary);
        const sumR = f32x4.add(ar, cr);
        const sumI = f32x4.add(ai, ci);
        const differenceR = f32x4.sub(ar, cr);
        const differenceI = f32x4.sub(ai, ci);
        const otherR = f32x4.add(br, dr);
        const otherI = f32x4.add(bi, di);
        const turnedR = f32x4.sub(di, bi);
        const turnedI = f32x4.sub(br, dr);
        const r1 = f32x4.sub(differenceR, turnedR);
        const i1 = f32x4.sub(differenceI, turnedI);
        const r2 = f32x4.sub(sumR, otherR);
        const i2 = f32x4.sub(sumI, otherI);
        const r3 = f32x4.add(differenceR, turnedR);
        const i3 = f32x4.add(differenceI, turnedI);
        v128.store(out, f32x4.add(sumR, otherR));
        v128.store(out + imaginary, f32x4.add(sumI, otherI));
        v128.store(out + row, f32x4.sub(f32x4.mul(r1, w1r), f32x4.mul(i1, w1i)));
        v128.store(out + row + imaginary, f32x4.add(f32x4.mul(r1, w1i), f32x4.mul(i1, w1r)));
        v128.store(out + 2 * row, f32x4.sub(f32x4.mul(r2, w2r), f32x4.mul(i2, w2i)));
        v128.store(out + 2 * row + imaginary, f32x4.add(f32x4.mul(r2, w2i), f32x4.mul(i2, w2r)));
        v128.store(out + 3 * row, f32x4.sub(f32x4.mul(r3, w3r), f32x4.mul(i3, w3i)));
        v128.store(out + 3 * row + imaginary, f32x4.add(f32x4.mul(r3, w3i), f32x4.mul(i3, w3r)));
        out += 16;
      }
    }
  }

  /** Radix 2, both halves of one transform `stride` times side by side. */
  private lastPass(x: usize, y: usize, stride: i32): void {
    const half = <usize>stride << 2;
    const bytes = <usize>this.size << 3;
    // Real halves, then imaginary halves: the same sums and differences twice.
    for (let part: usize = 0; part < bytes; part += 2 * half) {
      for (let at: usize = part; at < part + half; at += 16) {
        const a = v128.load(x + at);
        const b = v128.load(x + at + half);
        v128.store(y + at, f32x4.add(a, b));
        v128.store(y + at + half, f32x4.sub(a, b));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function storeTransposed(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(out, i32x4.shuffle(ab0, cd0, 0, 1, 4, 5));
  v128.store(out, i32x4.shuffle(ab0, cd0, 2, 3, 6, 7), 16);
  v128.store(out, i32x4.shuffle(ab1, cd1, 0, 1, 4, 5), 32);
  v128.store(out, i32x4.shuffle(ab1, cd1, 2, 3, 6, 7), 48);
}

/** `size` is a power of two, at least 16. */
export function makeFft32(size: i32): Fft32 {
  const fft = make<Fft32>();
  fft.size = size;
  const quarter = <usize>size;
  fft.roots = allocate(quarter * 6);
  for (let k = 0; k < size / 4; k++) {
    for (let power: usize = 1; power <= 3; power++) {
      const angle = (-2.0 * PI * <f64>k * <f64>power) / <f64>size;
      const at = fft.roots + (<usize>k << 2) + 2 * (power - 1) * quarter;
      store<f32>(at, <f32>cos(angle));
      store<f32>(at + quarter, <f32>sin(angle));
    }
  }
  return fft;
}
