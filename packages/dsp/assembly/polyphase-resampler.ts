import { sanitize } from './frames';
import { allocate, make } from './memory';
import { filterCutoff, filterTaps, filterValue } from './resampler-filter';

// Resampling by a filter per phase, for any pair of rates. Pairs with a small common ratio use one exact row of coefficients
// per phase; others interpolate (cubic, error below −180 dB) between rows of a fine table.
//
// The large coefficients around the centre of a row are multiplied and added in double precision, the many small ones
// outside in single: that keeps the rounding noise below that of float32 at nearly the speed of single precision. Channels go in pairs.

const MAX_EXACT_PHASES: i32 = 1280;
const TABLE_PHASES: i32 = 256;

@unmanaged
export class PolyphaseResampler {
  channels: i32;
  /** Output rate / input rate in lowest terms: up / down. */
  up: i32;
  down: i32;
  /** Taps of a row; its centre lies between taps half − 1 and half. */
  taps: i32;
  /** Taps on either side that are single precision, a multiple of 8, and the double ones between them. */
  outer: i32;
  inner: i32;
  exact: bool;
  /** Rows of `outer` f32, `outer` f32, `inner` f64: one per phase, or TABLE_PHASES + 3 from phase −1. */
  rows: usize;
  rowBytes: usize;
  /** An interpolated row. */
  row: usize;
  /** Per channel f32: history, then new samples. */
  buffers: usize;
  stride: i32;
  /** Samples in the buffers; next output: first tap's index there, and phase out of `up`. */
  filled: i32;
  first: i32;
  phase: i32;

  buffer(channel: i32): usize {
    return this.buffers + <usize>(channel * this.stride) * 4;
  }

  /** Output frames that `frames` more of the input finish. */
  finishedBy(frames: i32): i32 {
    const room = <i64>(this.filled + frames - this.taps - this.first);
    if (room < 0) return 0;
    const down = <i64>this.down;
    return <i32>(((room + 1) * <i64>this.up - <i64>this.phase + down - 1) / down);
  }

  /** As many as that at most, whatever waits already. */
  mostFinishedBy(frames: i32): i32 {
    return <i32>((<i64>frames * <i64>this.up) / <i64>this.down) + 2;
  }

  /** Takes `frames` from `inputs` and writes what they finish to `outputs`: planes of f32, so many bytes apart. */
  process(inputs: usize, inputBytes: usize, frames: i32, outputs: usize, outputBytes: usize): i32 {
    this.append(inputs, inputBytes, frames);
    const stride = <usize>this.stride << 2;
    let made = 0;
    while (this.first + this.taps <= this.filled) {
      const row = this.exact ? this.rows + <usize>this.phase * this.rowBytes : this.interpolate();
      const at = this.buffers + (<usize>this.first << 2);
      const out = outputs + (<usize>made << 2);
      let c = 0;
      for (; c + 1 < this.channels; c += 2) {
        dotBoth(at + <usize>c * stride, stride, row, this.outer, this.inner);
        store<f32>(out + <usize>c * outputBytes, first);
        store<f32>(out + <usize>(c + 1) * outputBytes, second);
      }
      if (c < this.channels) store<f32>(out + <usize>c * outputBytes, dot(at + <usize>c * stride, row, this.outer, this.inner));
      made++;
      this.phase += this.down;
      this.first += this.phase / this.up;
      this.phase %= this.up;
    }
    return made;
  }

  private append(inputs: usize, inputBytes: usize, frames: i32): void {
    // What the next output no longer needs makes room; at extreme ratios the next one may begin beyond what there is.
    const drop = min(this.first, this.filled);
    const keep = this.filled - drop;
    for (let c = 0; c < this.channels; c++) {
      const buffer = this.buffer(c);
      memory.copy(buffer, buffer + (<usize>drop << 2), <usize>keep << 2);
      const input = inputs + <usize>c * inputBytes;
      const fresh = buffer + (<usize>keep << 2);
      for (let i: usize = 0; i < <usize>frames << 2; i += 16) v128.store(fresh + i, sanitize(v128.load(input + i)));
    }
    this.first -= drop;
    this.filled = keep + frames;
  }

  /** The row of a phase between two rows of the table, by Lagrange's cubic through four. */
  private interpolate(): usize {
    const position = (<f64>this.phase / <f64>this.up) * <f64>TABLE_PHASES;
    const whole = <i32>floor(position);
    const t = position - <f64>whole;
    const a = f64x2.splat((-t * (t - 1.0) * (t - 2.0)) / 6.0);
    const b = f64x2.splat(((t + 1.0) * (t - 1.0) * (t - 2.0)) / 2.0);
    const c = f64x2.splat((-(t + 1.0) * t * (t - 2.0)) / 2.0);
    const d = f64x2.splat(((t + 1.0) * t * (t - 1.0)) / 6.0);
    const bytes = this.rowBytes;
    let at = this.rows + <usize>whole * bytes;
    let out = this.row;
    for (let i = 0; i < this.outer; i++) {
      const p = f64x2.add(f64x2.mul(a, pair(at)), f64x2.mul(b, pair(at + bytes)));
      const q = f64x2.add(f64x2.mul(c, pair(at + 2 * bytes)), f64x2.mul(d, pair(at + 3 * bytes)));
      v128.store64_lane(out, f32x4.demote_f64x2_zero(f64x2.add(p, q)), 0);
      at += 8;
      out += 8;
    }
    for (let i = 0; i < this.inner; i += 2) {
      const p = f64x2.add(f64x2.mul(a, v128.load(at)), f64x2.mul(b, v128.load(at + bytes)));
      const q = f64x2.add(f64x2.mul(c, v128.load(at + 2 * bytes)), f64x2.mul(d, v128.load(at + 3 * bytes)));
      v128.store(out, f64x2.add(p, q));
      at += 16;
      out += 16;
    }
    return this.row;
  }
}

// @ts-ignore: decorator
@inline
function pair(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** One output sample: the outer taps in four single-precision sums of four lanes, the inner ones in two double ones. */
// @ts-ignore: decorator
@inline
function dot(samples: usize, row: usize, outer: i32, inner: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  // Left and right wing together: the right one begins `outer` coefficients and `outer + inner` samples further on.
  const wing = <usize>outer << 2;
  const across = wing + (<usize>inner << 2);
  const middle = samples + wing;
  let coefficients = row + 2 * wing;
  const end = row + wing;
  while (row < end) {
    a = f32x4.add(a, f32x4.mul(v128.load(samples), v128.load(row)));
    b = f32x4.add(b, f32x4.mul(v128.load(samples, 16), v128.load(row, 16)));
    c = f32x4.add(c, f32x4.mul(v128.load(samples + across), v128.load(row + wing)));
    d = f32x4.add(d, f32x4.mul(v128.load(samples + across, 16), v128.load(row + wing, 16)));
    samples += 32;
    row += 32;
  }
  let e = f64x2.splat(0);
  let f = f64x2.splat(0);
  let at = middle;
  const stop = middle + (<usize>inner << 2);
  while (at < stop) {
    e = f64x2.add(e, f64x2.mul(pair(at), v128.load(coefficients)));
    f = f64x2.add(f, f64x2.mul(pair(at + 8), v128.load(coefficients, 16)));
    at += 16;
    coefficients += 32;
  }
  return total(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f64x2.add(e, f));
}

let first: f32 = 0;
let second: f32 = 0;

/** `dot` of two channels, `stride` bytes apart, into `first` and `second`: every coefficient is loaded once for both. */
// @ts-ignore: decorator
@inline
function dotBoth(samples: usize, stride: usize, row: usize, outer: i32, inner: i32): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let a2 = f32x4.splat(0);
  let b2 = f32x4.splat(0);
  let c2 = f32x4.splat(0);
  let d2 = f32x4.splat(0);
  const wing = <usize>outer << 2;
  const across = wing + (<usize>inner << 2);
  let at = samples + wing;
  const stop = at + (<usize>inner << 2);
  let right = samples + across;
  let coefficients = row + 2 * wing;
  for (const end = row + wing; row < end; row += 32) {
    const ka = v128.load(row);
    a = f32x4.add(a, f32x4.mul(v128.load(samples), ka));
    a2 = f32x4.add(a2, f32x4.mul(v128.load(samples + stride), ka));
    const kb = v128.load(row, 16);
    b = f32x4.add(b, f32x4.mul(v128.load(samples, 16), kb));
    b2 = f32x4.add(b2, f32x4.mul(v128.load(samples + stride, 16), kb));
    const kc = v128.load(row + wing);
    c = f32x4.add(c, f32x4.mul(v128.load(right), kc));
    c2 = f32x4.add(c2, f32x4.mul(v128.load(right + stride), kc));
    const kd = v128.load(row + wing, 16);
    d = f32x4.add(d, f32x4.mul(v128.load(right, 16), kd));
    d2 = f32x4.add(d2, f32x4.mul(v128.load(right + stride, 16), kd));
    samples += 32;
    right += 32;
  }
  let e = f64x2.splat(0);
  let f = f64x2.splat(0);
  let e2 = f64x2.splat(0);
  let f2 = f64x2.splat(0);
  for (; at < stop; at += 16) {
    const ke = v128.load(coefficients);
    const kf = v128.load(coefficients, 16);
    e = f64x2.add(e, f64x2.mul(pair(at), ke));
    f = f64x2.add(f, f64x2.mul(pair(at + 8), kf));
    e2 = f64x2.add(e2, f64x2.mul(pair(at + stride), ke));
    f2 = f64x2.add(f2, f64x2.mul(pair(at + stride + 8), kf));
    coefficients += 32;
  }
  first = total(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f64x2.add(e, f));
  second = total(f32x4.add(f32x4.add(a2, b2), f32x4.add(c2, d2)), f64x2.add(e2, f2));
}

// @ts-ignore: decorator
@inline
function total(single: v128, double: v128): f32 {
  const low = f64x2.promote_low_f32x4(single);
  const high = f64x2.promote_low_f32x4(i32x4.shuffle(single, single, 2, 3, 2, 3));
  const both = f64x2.add(f64x2.add(low, high), double);
  return <f32>(f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1));
}

/** Coefficients for a point `fraction` after sample half − 1 of the row's taps, with unity gain at DC. */
function writeRow(at: usize, scratch: usize, taps: i32, outer: i32, fraction: f64, cutoff: f64): void {
  const half = <f64>(taps / 2);
  let sum = 0.0;
  for (let tap = 0; tap < taps; tap++) {
    const value = filterValue(<f64>(tap - taps / 2 + 1) - fraction, half, cutoff);
    store<f64>(scratch + (<usize>tap << 3), value);
    sum += value;
  }
  let inner = at + (<usize>outer << 3);
  for (let tap = 0; tap < taps; tap++) {
    const value = load<f64>(scratch + (<usize>tap << 3)) / sum;
    if (tap < outer || tap >= taps - outer) {
      store<f32>(at, <f32>value);
      at += 4;
    } else {
      store<f64>(inner, value);
      inner += 8;
    }
  }
}

/** For pieces of at most `capacity` frames, `up` / `down` in lowest terms. */
export function makePolyphaseResampler(channels: i32, up: i32, down: i32, capacity: i32): PolyphaseResampler {
  const r = make<PolyphaseResampler>();
  r.channels = channels;
  r.up = up;
  r.down = down;
  r.exact = up <= MAX_EXACT_PHASES;

  r.inner = 16 * max(1, <i32>nearest(<f64>down / <f64>up));
  r.outer = max(0, (<i32>ceil(filterTaps(down, up)) - r.inner + 1) / 2 + 7) & ~7;
  r.taps = r.inner + 2 * r.outer;
  const cutoff = filterCutoff(down, up);

  const rows = r.exact ? up : TABLE_PHASES + 3;
  r.rowBytes = (<usize>r.outer << 3) + (<usize>r.inner << 3);
  r.rows = allocate(<usize>rows * r.rowBytes);
  r.row = allocate(r.rowBytes);
  const scratch = allocate(<usize>r.taps << 3);
  for (let i = 0; i < rows; i++) {
    const fraction = r.exact ? <f64>i / <f64>up : <f64>(i - 1) / <f64>TABLE_PHASES;
    writeRow(r.rows + <usize>i * r.rowBytes, scratch, r.taps, r.outer, fraction, cutoff);
  }

  r.stride = r.taps + capacity + 8;
  r.buffers = allocate(<usize>(channels * r.stride) * 4);
  // Half a row of silence before the first sample: output 0 lies on input 0.
  r.filled = r.taps / 2 - 1;
  return r;
}
