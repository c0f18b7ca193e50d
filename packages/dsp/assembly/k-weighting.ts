import { dbToGain, exp2, log2, tan, PI } from './math';
import { make } from './memory';
import { flushTiny } from './frames';

// K-weighting of BS.1770-5 Annex 1 for any sample rate, two channels in two lanes. The standard gives coefficients for
// 48 kHz only; these are the analogue parameters behind them (B. De Man, "Evaluation of implementations of the EBU R128
// loudness measurement", AES 145, 2018), which give the printed coefficients back at 48 kHz.

@unmanaged
export class KWeighting {
  shelfB0: v128;
  shelfB1: v128;
  shelfB2: v128;
  shelfA1: v128;
  shelfA2: v128;
  passA1: v128;
  passA2: v128;
  x1: v128;
  x2: v128;
  y1: v128;
  y2: v128;
  z1: v128;
  z2: v128;
  /** Sums over what came out, lane by lane, and of left times right, until somebody takes them. */
  squares: v128;
  product: v128;
  /** The same of what went in, and its plain sum, since the last `endStep`; then of all steps before. */
  rawSquares: v128;
  rawProduct: v128;
  rawSum: v128;
  allSquares: v128;
  allProduct: v128;
  allSum: v128;

  /**
   * Filters `frames` of interleaved double and adds to the sums. The sums run on sample by sample, so they do not depend on
   * where the stream was cut.
   */
  process(buffer: usize, frames: i32): void {
    const b0 = this.shelfB0;
    const b1 = this.shelfB1;
    const b2 = this.shelfB2;
    const a1 = this.shelfA1;
    const a2 = this.shelfA2;
    const c1 = this.passA1;
    const c2 = this.passA2;
    let x1 = this.x1;
    let x2 = this.x2;
    let y1 = this.y1;
    let y2 = this.y2;
    let z1 = this.z1;
    let z2 = this.z2;
    let sum = this.squares;
    let product = this.product;
    let rawSquares = this.rawSquares;
    let rawProduct = this.rawProduct;
    let rawSum = this.rawSum;
    const end = buffer + (<usize>frames << 4);
    for (; buffer < end; buffer += 16) {
      const x = v128.load(buffer);
      rawSum = f64x2.add(rawSum, x);
      rawSquares = f64x2.add(rawSquares, f64x2.mul(x, x));
      rawProduct = f64x2.add(rawProduct, f64x2.mul(x, i64x2.shuffle(x, x, 1, 0)));
      // What is known of the past first, so that the way from a sample to its sums is short.
      const past = f64x2.add(f64x2.mul(b1, x1), f64x2.sub(f64x2.mul(b2, x2), f64x2.mul(a2, y2)));
      const y = f64x2.sub(f64x2.add(f64x2.mul(b0, x), past), f64x2.mul(a1, y1));
      // High-pass with numerator 1, −2, 1 as printed in the standard.
      const before = f64x2.sub(y2, f64x2.add(f64x2.add(y1, y1), f64x2.mul(c2, z2)));
      const z = f64x2.sub(f64x2.add(y, before), f64x2.mul(c1, z1));
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      sum = f64x2.add(sum, f64x2.mul(z, z));
      product = f64x2.add(product, f64x2.mul(z, i64x2.shuffle(z, z, 1, 0)));
    }
    this.x1 = x1;
    this.x2 = x2;
    this.y1 = y1;
    this.y2 = y2;
    this.z1 = z1;
    this.z2 = z2;
    this.squares = sum;
    this.product = product;
    this.rawSquares = rawSquares;
    this.rawProduct = rawProduct;
    this.rawSum = rawSum;
  }

  endStep(): void {
    this.allSquares = f64x2.add(this.allSquares, this.rawSquares);
    this.allProduct = f64x2.add(this.allProduct, this.rawProduct);
    this.allSum = f64x2.add(this.allSum, this.rawSum);
    this.rawSquares = f64x2.splat(0.0);
    this.rawProduct = f64x2.splat(0.0);
    this.rawSum = f64x2.splat(0.0);
  }

  flush(): void {
    this.y1 = flushTiny(this.y1);
    this.y2 = flushTiny(this.y2);
    this.z1 = flushTiny(this.z1);
    this.z2 = flushTiny(this.z2);
  }
}

export function makeKWeighting(sampleRate: f64): KWeighting {
  const k = make<KWeighting>();
  const high = dbToGain(3.99984385397);
  const middle = exp2(log2(high) * 0.499666774155);
  let t = tan((PI * 1681.9744509555319) / sampleRate);
  let q = t / 0.7071752369554193;
  let scale = 1.0 / (1.0 + q + t * t);
  k.shelfB0 = f64x2.splat((high + middle * q + t * t) * scale);
  k.shelfB1 = f64x2.splat(2.0 * (t * t - high) * scale);
  k.shelfB2 = f64x2.splat((high - middle * q + t * t) * scale);
  k.shelfA1 = f64x2.splat(2.0 * (t * t - 1.0) * scale);
  k.shelfA2 = f64x2.splat((1.0 - q + t * t) * scale);
  t = tan((PI * 38.13547087613982) / sampleRate);
  q = t / 0.5003270373253953;
  scale = 1.0 / (1.0 + q + t * t);
  k.passA1 = f64x2.splat(2.0 * (t * t - 1.0) * scale);
  k.passA2 = f64x2.splat((1.0 - q + t * t) * scale);
  return k;
}
