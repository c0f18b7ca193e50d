/** Power of each frequency 0 … n / 2 of n samples, a power of two: 1 for a sine of amplitude 1 that fits whole cycles. */
export const powerSpectrum = (samples: ArrayLike<number>): Float64Array => {
  const n = samples.length;
  let re = Float64Array.from(samples);
  let im = new Float64Array(n);
  // Stockham's self-sorting transform: no bit reversal.
  for (let half = n / 2, stride = 1; half >= 1; half /= 2, stride *= 2) {
    const nextRe = new Float64Array(n);
    const nextIm = new Float64Array(n);
    for (let p = 0; p < half; p++) {
      const c = Math.cos((Math.PI * p) / half);
      const s = -Math.sin((Math.PI * p) / half);
      for (let q = 0; q < stride; q++) {
        const a = q + stride * p;
        const b = a + stride * half;
        const to = q + stride * 2 * p;
        const differenceRe = re[a]! - re[b]!;
        const differenceIm = im[a]! - im[b]!;
        nextRe[to] = re[a]! + re[b]!;
        nextIm[to] = im[a]! + im[b]!;
        nextRe[to + stride] = differenceRe * c - differenceIm * s;
        nextIm[to + stride] = differenceRe * s + differenceIm * c;
      }
    }
    re = nextRe;
    im = nextIm;
  }
  return Float64Array.from({ length: n / 2 + 1 }, (_, k) => (re[k]! ** 2 + im[k]! ** 2) * (2 / n) ** 2);
};
