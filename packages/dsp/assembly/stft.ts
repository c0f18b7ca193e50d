import { Fft32, makeFft32 } from './fft32';
import { PI, cos } from './math';
import { allocate, make } from './memory';

// Spectra of two channels over windows that overlap, and their sums over time (P. D. Welch, "The use of fast Fourier
// transform for the estimation of power spectra", IEEE Trans. Audio Electroacoust. 15, 1967). One complex transform serves
// both channels: left as its real, right as its imaginary part.

/** Windows whose powers are summed in float32 before they go into the sums in double precision. */
const WINDOWS_PER_FLUSH: i32 = 64;

@unmanaged
export class Stft {
  size: i32;
  bins: i32;
  /** Frames from one window to the next. */
  hop: i32;
  fft: Fft32;
  window: usize;
  /** The last `size` samples of left and right. */
  left: usize;
  right: usize;
  filled: i32;
  work: usize;
  other: usize;
  /** f32 per bin: of the newest window, the power of left plus that of right. */
  power: usize;
  /** f32 per bin and quantity: |L|², |R|², |L − R|² / 4 since the last flush; then f64 for everything before. */
  recent: usize;
  recentWindows: i32;
  sums: usize;
  /** Windows in `sums` and `recent`. */
  windows: f64;

  /** Takes samples until a window is full; answers how many it took. */
  fill(left: usize, right: usize, frames: i32): i32 {
    const count = min(frames, this.size - this.filled);
    const at = <usize>this.filled << 2;
    memory.copy(this.left + at, left, <usize>count << 2);
    memory.copy(this.right + at, right, <usize>count << 2);
    this.filled += count;
    return count;
  }

  // @ts-ignore: decorator
  @inline
  isFull(): bool {
    return this.filled == this.size;
  }

  /** Adds the full window to the sums, leaves its powers in `power` and makes room for the next. */
  takeWindow(): void {
    const bytes = <usize>this.size << 2;
    for (let at: usize = 0; at < bytes; at += 16) {
      const w = v128.load(this.window + at);
      v128.store(this.work + at, f32x4.mul(w, v128.load(this.left + at)));
      v128.store(this.work + bytes + at, f32x4.mul(w, v128.load(this.right + at)));
    }
    const hop = <usize>this.hop << 2;
    memory.copy(this.left, this.left + hop, bytes - hop);
    memory.copy(this.right, this.right + hop, bytes - hop);
    this.filled = this.size - this.hop;
    this.addPowers(this.fft.transform(this.work, this.other));
    this.windows += 1.0;
    if (++this.recentWindows == WINDOWS_PER_FLUSH) this.flush();
  }

  /** Powers of bins 0 … size / 2 − 1 from the transform of left + i right. */
  private addPowers(re: usize): void {
    const bytes = <usize>this.size << 2;
    const im = re + bytes;
    const stride = <usize>this.bins << 2;
    // Bin k is paired with bin size − k. Vectors run upwards and, mirrored, downwards; bin 0 is its own mirror image.
    const quarter = f32x4.splat(0.25);
    const sixteenth = f32x4.splat(0.0625);
    for (let at: usize = 0; at < stride; at += 16) {
      const a = v128.load(re + at);
      const b = v128.load(im + at);
      const mirror = bytes - at - 12;
      let c = v128.load(re + mirror);
      let d = v128.load(im + mirror);
      c = i32x4.shuffle(c, c, 3, 2, 1, 0);
      d = i32x4.shuffle(d, d, 3, 2, 1, 0);
      if (at == 0) {
        // What lies behind the end is not bin 0.
        c = f32x4.replace_lane(c, 0, f32x4.extract_lane(a, 0));
        d = f32x4.replace_lane(d, 0, f32x4.extract_lane(b, 0));
      }
      const lr = f32x4.add(a, c);
      const li = f32x4.sub(b, d);
      const rr = f32x4.add(b, d);
      const ri = f32x4.sub(c, a);
      // Twice the spectra so far, hence a quarter of the powers.
      const left = f32x4.mul(quarter, power(lr, li));
      const right = f32x4.mul(quarter, power(rr, ri));
      const side = power(f32x4.sub(lr, rr), f32x4.sub(li, ri));
      v128.store(this.power + at, f32x4.add(left, right));
      const sum = this.recent + at;
      v128.store(sum, f32x4.add(v128.load(sum), left));
      v128.store(sum + stride, f32x4.add(v128.load(sum + stride), right));
      v128.store(sum + 2 * stride, f32x4.add(v128.load(sum + 2 * stride), f32x4.mul(sixteenth, side)));
    }
  }

  flush(): void {
    const count = <usize>this.bins * 3;
    for (let i: usize = 0; i < count; i++) {
      const sum = this.sums + (i << 3);
      store<f64>(sum, load<f64>(sum) + <f64>load<f32>(this.recent + (i << 2)));
    }
    memory.fill(this.recent, 0, count << 2);
    this.recentWindows = 0;
  }

  clearSums(): void {
    memory.fill(this.recent, 0, <usize>this.bins * 12);
    memory.fill(this.sums, 0, <usize>this.bins * 24);
    this.recentWindows = 0;
    this.windows = 0.0;
  }
}

// @ts-ignore: decorator
@inline
function power(re: v128, im: v128): v128 {
  return f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
}

/** `size` is a power of two, at least 16. Windows are scaled so that the powers of all bins add up to the mean square. */
export function makeStft(size: i32, hop: i32): Stft {
  const it = make<Stft>();
  it.size = size;
  it.bins = size >> 1;
  it.hop = hop;
  it.fft = makeFft32(size);
  const bytes = <usize>size << 2;
  it.window = allocate(bytes);
  // Hann: the sum of squares is 3/8 size. Bins above Nyquist are the mirror image, hence twice the power.
  const scale = sqrt(2.0 / (0.375 * <f64>size * <f64>size));
  for (let i = 0; i < size; i++) {
    const hann = 0.5 - 0.5 * cos((2.0 * PI * <f64>i) / <f64>size);
    store<f32>(it.window + (<usize>i << 2), <f32>(scale * hann));
  }
  it.left = allocate(bytes);
  it.right = allocate(bytes);
  it.work = allocate(2 * bytes + 16);
  it.other = allocate(2 * bytes + 16);
  it.power = allocate(bytes);
  it.recent = allocate(<usize>it.bins * 12);
  it.sums = allocate(<usize>it.bins * 24);
  // The first window begins in the silence before the start.
  it.filled = size - hop;
  return it;
}
