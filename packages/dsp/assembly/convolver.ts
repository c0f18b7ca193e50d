import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { Fft, makeFft } from './fft';
import { timesI } from './twiddles';

// Convolution of two channels with a long impulse response each: uniformly partitioned overlap-save.
// T. G. Stockham, "High-speed convolution and correlation", AFIPS 28 (1966); W. G. Gardner, "Efficient convolution without
// input-output delay", J. Audio Eng. Soc. 43 (1995); F. Wefers, "Partitioned convolution algorithms for real-time
// auralization" (2015).
//
// A frame [first, second] is one complex number, so one transform serves both channels; their spectra are then taken apart.
// Blocks begin at multiples of `block` of the frames this stage was given, so no bit depends on the host's blocks. What the
// next block owes to earlier ones is summed ahead in slices, one per CHUNK, so that the work is spread evenly.

/** Bytes of one partition at one bin: complex numbers of the first and the second channel. */
const PAIR: usize = 32;

/** One stage with partitions of `block` frames. Its latency is `block`. */
@unmanaged
export class Convolver {
  block: i32;
  partitions: i32;
  fft: Fft;
  /** i32 per frequency: its place in the transform. */
  places: usize;
  /**
   * Spectra of the responses, bins 0 … `block` × partitions, scaled by 1 / transform size; partitions in use. `next` takes
   * over, faded in over one block, at the coming boundary once it is `pending`.
   */
  now: usize;
  nowCount: i32;
  next: usize;
  nextCount: i32;
  pending: bool;
  /** Past spectra, bins × 2 · partitions: each is written twice, so that from `newest` on they lie in order of age. */
  spectra: usize;
  newest: i32;
  /** The last two blocks of input, the output being played, and frames of the present block so far. */
  window: usize;
  output: usize;
  filled: i32;
  work: usize;
  /** What the coming block owes to earlier ones, per bin. */
  ahead: usize;
  running: bool;

  /**
   * `taps` frames [first, second] at `response`; what exceeds the partitions is left out. Sounds at once before the first
   * frame, else from the next block boundary on.
   */
  setResponse(response: usize, taps: i32): void {
    const count = max(0, min(this.partitions, (taps + this.block - 1) / this.block));
    const into = this.running ? this.next : this.now;
    for (let partition = 0; partition < count; partition++) {
      const from = partition * this.block;
      memory.fill(this.work, 0, <usize>this.fft.size << 4);
      memory.copy(this.work, response + (<usize>from << 4), <usize>min(this.block, taps - from) << 4);
      this.fft.forward(this.work);
      for (let k = 0; k <= this.block; k++) {
        this.takeApart(k, into + <usize>(k * this.partitions + partition) * PAIR, 0.5 / <f64>this.fft.size);
      }
    }
    if (this.running) this.nextCount = count;
    else this.nowCount = count;
    this.pending = this.running;
  }

  /** The spectra of both channels at frequency `k` of `work`, times `scale` · 2. */
  // @ts-ignore: decorator
  @inline
  private takeApart(k: i32, into: usize, scale: f64): void {
    const z = v128.load(this.place(k));
    const mirrored = f64x2.mul(v128.load(this.place((this.fft.size - k) & (this.fft.size - 1))), f64x2(1.0, -1.0));
    const scales = f64x2.splat(scale);
    v128.store(into, f64x2.mul(scales, f64x2.add(z, mirrored)));
    v128.store(into, f64x2.mul(scales, timesI(f64x2.sub(mirrored, z))), 16);
  }

  // @ts-ignore: decorator
  @inline
  private place(k: i32): usize {
    return this.work + (<usize>load<i32>(this.places + (<usize>k << 2)) << 4);
  }

  /** out = convolution of `input`, `block` frames late; or out += it. `out` may be `input`. */
  process(input: usize, out: usize, frames: i32, accumulate: bool): void {
    this.running = true;
    while (frames > 0) {
      const n = min(frames, CHUNK - (this.filled & (CHUNK - 1)));
      const bytes = <usize>n << 4;
      memory.copy(this.window + (<usize>(this.block + this.filled) << 4), input, bytes);
      const done = this.output + (<usize>this.filled << 4);
      if (accumulate) addFrames(done, out, bytes);
      else memory.copy(out, done, bytes);
      input += bytes;
      out += bytes;
      frames -= n;
      this.filled += n;
      if (this.filled & (CHUNK - 1)) continue;
      this.sumAhead(this.filled - CHUNK, this.filled);
      if (this.filled == this.block) this.finishBlock();
    }
  }

  /** One slice of `ahead`: bins from … to − 1. All partitions but the first meet spectra that are known already. */
  private sumAhead(from: i32, to: i32): void {
    for (let k = from; k < to; k++) this.sum(this.now, this.nowCount, k, 1, this.ahead + <usize>k * PAIR);
    if (to == this.block) this.sum(this.now, this.nowCount, to, 1, this.ahead + <usize>to * PAIR);
  }

  /** Σ response × spectrum at bin `k` over the partitions from `first` on, of which the newest spectrum meets the first. */
  // @ts-ignore: decorator
  @inline
  private sum(response: usize, count: i32, k: i32, first: i32, into: usize): void {
    let spectra = this.spectra + <usize>(k * 2 * this.partitions + this.newest) * PAIR;
    let taps = response + <usize>(k * this.partitions + first) * PAIR;
    // Products with the real and with the imaginary parts of the response are summed apart: nothing to swap inside.
    let firstRe = f64x2.splat(0.0);
    let firstIm = f64x2.splat(0.0);
    let secondRe = f64x2.splat(0.0);
    let secondIm = f64x2.splat(0.0);
    for (const end = taps + <usize>max(0, count - first) * PAIR; taps < end; taps += PAIR) {
      const a = v128.load(spectra);
      const b = v128.load(spectra, 16);
      firstRe = f64x2.add(firstRe, f64x2.mul(a, v128.load64_splat(taps)));
      firstIm = f64x2.add(firstIm, f64x2.mul(a, v128.load64_splat(taps, 8)));
      secondRe = f64x2.add(secondRe, f64x2.mul(b, v128.load64_splat(taps, 16)));
      secondIm = f64x2.add(secondIm, f64x2.mul(b, v128.load64_splat(taps, 24)));
      spectra += PAIR;
    }
    v128.store(into, f64x2.add(firstRe, timesI(firstIm)));
    v128.store(into, f64x2.add(secondRe, timesI(secondIm)), 16);
  }

  private finishBlock(): void {
    const half = <usize>this.block << 4;
    memory.copy(this.work, this.window, half << 1);
    this.fft.forward(this.work);
    this.newest = this.newest == 0 ? this.partitions - 1 : this.newest - 1;
    for (let k = 0; k <= this.block; k++) {
      const at = this.spectra + <usize>(k * 2 * this.partitions + this.newest) * PAIR;
      const again = at + <usize>this.partitions * PAIR;
      this.takeApart(k, at, 0.5);
      v128.store(again, v128.load(at));
      v128.store(again, v128.load(at, 16), 16);
    }
    for (let k = 0; k <= this.block; k++) {
      const late = this.ahead + <usize>k * PAIR;
      const a = v128.load(late);
      const b = v128.load(late, 16);
      this.sum(this.now, min(1, this.nowCount), k, 0, late);
      this.putTogether(k, f64x2.add(a, v128.load(late)), f64x2.add(b, v128.load(late, 16)));
    }
    this.fft.inverse(this.work);
    memory.copy(this.output, this.work + half, half);
    if (this.pending) this.takeOver();
    memory.copy(this.window, this.window + half, half);
    this.filled = 0;
  }

  /** Puts a + ib at frequency `k` of `work`, and what belongs to it at −k. */
  // @ts-ignore: decorator
  @inline
  private putTogether(k: i32, a: v128, b: v128): void {
    const turned = timesI(b);
    v128.store(this.place(k), f64x2.add(a, turned));
    const mirror = f64x2.mul(f64x2.sub(a, turned), f64x2(1.0, -1.0));
    v128.store(this.place((this.fft.size - k) & (this.fft.size - 1)), mirror);
  }

  /** Fades the finished block from the old response to the new one, which stays. */
  private takeOver(): void {
    this.exchange();
    for (let k = 0; k <= this.block; k++) {
      const at = this.ahead + <usize>k * PAIR;
      this.sum(this.now, this.nowCount, k, 0, at);
      this.putTogether(k, v128.load(at), v128.load(at, 16));
    }
    this.fft.inverse(this.work);
    const fresh = this.work + (<usize>this.block << 4);
    for (let i = 0; i < this.block; i++) {
      const at = <usize>i << 4;
      const from = v128.load(this.output + at);
      const share = f64x2.splat(<f64>(i + 1) / <f64>this.block);
      v128.store(this.output + at, f64x2.add(from, f64x2.mul(share, f64x2.sub(v128.load(fresh + at), from))));
    }
  }

  private exchange(): void {
    const now = this.now;
    this.now = this.next;
    this.nowCount = this.nextCount;
    this.next = now;
    this.pending = false;
  }

  /** Forgets the past signal. */
  reset(): void {
    if (this.pending) this.exchange();
    const size = <usize>this.fft.size << 4;
    memory.fill(this.spectra, 0, <usize>((this.block + 1) * 2 * this.partitions) * PAIR);
    memory.fill(this.window, 0, size);
    memory.fill(this.output, 0, size >> 1);
    memory.fill(this.ahead, 0, <usize>(this.block + 1) * PAIR);
    this.newest = 0;
    this.filled = 0;
    this.running = false;
  }
}

// @ts-ignore: decorator
@inline
function addFrames(input: usize, out: usize, bytes: usize): void {
  for (const end = input + bytes; input < end; input += 16) {
    v128.store(out, f64x2.add(v128.load(out), v128.load(input)));
    out += 16;
  }
}

/** `block`: a power of two from CHUNK. Silent until it gets a response. */
export function makeConvolver(block: i32, maxTaps: i32): Convolver {
  const convolver = make<Convolver>();
  const size = 2 * block;
  const bins = block + 1;
  convolver.block = block;
  convolver.partitions = max(1, (maxTaps + block - 1) / block);
  convolver.fft = makeFft(size);
  convolver.places = allocate(<usize>size << 2);
  for (let k = 0; k < size; k++) store<i32>(convolver.places + (<usize>k << 2), convolver.fft.placeOf(k));
  convolver.now = allocate(<usize>(bins * convolver.partitions) * PAIR);
  convolver.next = allocate(<usize>(bins * convolver.partitions) * PAIR);
  convolver.spectra = allocate(<usize>(bins * 2 * convolver.partitions) * PAIR);
  convolver.window = allocate(<usize>size << 4);
  convolver.output = allocate(<usize>block << 4);
  convolver.work = allocate(<usize>size << 4);
  convolver.ahead = allocate(<usize>bins * PAIR);
  return convolver;
}
