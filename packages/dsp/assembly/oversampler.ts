import { PI, besselI0, sin } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';

// Eight times the sample rate and back, by three half-band filters each way: every other coefficient of a half-band filter
// is zero, so half of its outputs are inputs as they were (P. P. Vaidyanathan, "Multirate Systems and Filter Banks", 1993).
// Linear phase. Kaiser-windowed sincs, stop band 100 dB; the first one is flat to 0.449 of the sample rate (19.8 kHz at
// 44.1 kHz), the later ones have room.

/** Coefficient pairs of the filters to 2×, 4× and 8×. The last is odd, so that the way there and back is whole frames. */
const PAIRS_2: i32 = 32;
const PAIRS_4: i32 = 7;
const PAIRS_8: i32 = 5;
/** (0.1102 (100 − 8.7)) after Kaiser. */
const KAISER_BETA: f64 = 10.06;
export const FACTOR: i32 = 8;

/** Frames from the input of `up` to the output of `down`: 63 of the first filter, 9 of the others. */
export const OVERSAMPLER_LATENCY: i32 = 2 * PAIRS_2 - 1 + (2 * PAIRS_4 - 1 + PAIRS_8) / 2;

/** f64 per pair, outermost last; their sum, both sides together, is 1. */
function makePairs(pairs: i32): usize {
  const table = allocate(<usize>pairs << 3);
  const norm = 1.0 / besselI0(KAISER_BETA);
  let sum = 0.0;
  for (let i = 0; i < pairs; i++) {
    const distance = <f64>i + 0.5;
    const edge = distance / <f64>pairs;
    const value = (sin(PI * distance) / (PI * distance)) * besselI0(KAISER_BETA * sqrt(1.0 - edge * edge)) * norm;
    store<f64>(table + (<usize>i << 3), value);
    sum += 2.0 * value;
  }
  for (let i = 0; i < pairs; i++) {
    const at = table + (<usize>i << 3);
    store<f64>(at, load<f64>(at) / sum);
  }
  return table;
}

const table2: usize = makePairs(PAIRS_2);
const table4: usize = makePairs(PAIRS_4);
const table8: usize = makePairs(PAIRS_8);

/** Frames beyond the last one that the filters may touch. */
const ROOM: i32 = 8;

/** Work space, shared by all: each filter's past, then what it works on. */
const past: usize = allocate(<usize>(CHUNK + 2 * PAIRS_2 + ROOM) << 4);
const space2: usize = allocate(<usize>(2 * CHUNK + 4 * PAIRS_2 + ROOM) << 4);
const space4: usize = allocate(<usize>(4 * CHUNK + 4 * PAIRS_4 + ROOM) << 4);
const space8: usize = allocate(<usize>(8 * CHUNK + 4 * PAIRS_8 + ROOM) << 4);

let first: v128 = f64x2.splat(0.0);
let second: v128 = f64x2.splat(0.0);
let third: v128 = f64x2.splat(0.0);
let fourth: v128 = f64x2.splat(0.0);

/**
 * Into `first`: halfway between the two middle ones of 2 · pairs samples, `step` bytes apart, of which the newest is at
 * `at`; into the others the same one, two and three steps on. Four at a time, because each is a long chain of additions.
 */
// @ts-ignore: decorator
@inline
function betweenFour(at: usize, step: usize, table: usize, pairs: i32): void {
  let left = at - <usize>pairs * step;
  let right = left + step;
  let a = f64x2.splat(0.0);
  let b = f64x2.splat(0.0);
  let c = f64x2.splat(0.0);
  let d = f64x2.splat(0.0);
  for (const end = table + (<usize>pairs << 3); table < end; table += 8) {
    const k = v128.load64_splat(table);
    a = f64x2.add(a, f64x2.mul(k, f64x2.add(v128.load(left), v128.load(right))));
    b = f64x2.add(b, f64x2.mul(k, f64x2.add(v128.load(left + step), v128.load(right + step))));
    c = f64x2.add(c, f64x2.mul(k, f64x2.add(v128.load(left + 2 * step), v128.load(right + 2 * step))));
    d = f64x2.add(d, f64x2.mul(k, f64x2.add(v128.load(left + 3 * step), v128.load(right + 3 * step))));
    left -= step;
    right += step;
  }
  first = a;
  second = b;
  third = c;
  fourth = d;
}

@unmanaged
class HalfBand {
  pairs: i32;
  table: usize;
  /** The last 2 · pairs inputs of `up` and 4 · pairs of `down`, oldest first. */
  upPast: usize;
  downPast: usize;

  /** `frames` at `input` become twice as many at `out`; both have room for three more, `input` for the past before it. */
  up(input: usize, out: usize, frames: i32): void {
    const bytes = <usize>(2 * this.pairs) << 4;
    memory.copy(input - bytes, this.upPast, bytes);
    const middle = <usize>(this.pairs - 1) << 4;
    for (let i = 0; i < frames; i += 4) {
      const at = input + (<usize>i << 4);
      betweenFour(at, 16, this.table, this.pairs);
      v128.store(out, first);
      v128.store(out, v128.load(at - middle), 16);
      v128.store(out, second, 32);
      v128.store(out, v128.load(at - middle, 16), 48);
      v128.store(out, third, 64);
      v128.store(out, v128.load(at - middle, 32), 80);
      v128.store(out, fourth, 96);
      v128.store(out, v128.load(at - middle, 48), 112);
      out += 128;
    }
    memory.copy(this.upPast, input + (<usize>frames << 4) - bytes, bytes);
  }

  /** 2 · `frames` at `input`, with room for the past before it, become `frames` at `out`, which may be before `input`. */
  down(input: usize, out: usize, frames: i32): void {
    const bytes = <usize>(4 * this.pairs) << 4;
    memory.copy(input - bytes, this.downPast, bytes);
    memory.copy(this.downPast, input + (<usize>(2 * frames) << 4) - bytes, bytes);
    const middle = <usize>(2 * this.pairs - 1) << 4;
    const half = f64x2.splat(0.5);
    for (let i = 0; i < frames; i += 4) {
      const at = input + (<usize>i << 5);
      betweenFour(at, 32, this.table, this.pairs);
      v128.store(out, f64x2.mul(half, f64x2.add(v128.load(at - middle), first)));
      if (i + 1 < frames) v128.store(out, f64x2.mul(half, f64x2.add(v128.load(at - middle, 32), second)), 16);
      if (i + 2 < frames) v128.store(out, f64x2.mul(half, f64x2.add(v128.load(at - middle, 64), third)), 32);
      if (i + 3 < frames) v128.store(out, f64x2.mul(half, f64x2.add(v128.load(at - middle, 96), fourth)), 48);
      out += 64;
    }
  }

  reset(): void {
    memory.fill(this.upPast, 0, <usize>(2 * this.pairs) << 4);
    memory.fill(this.downPast, 0, <usize>(4 * this.pairs) << 4);
  }
}

function makeHalfBand(pairs: i32, table: usize): HalfBand {
  const filter = make<HalfBand>();
  filter.pairs = pairs;
  filter.table = table;
  filter.upPast = allocate(<usize>(2 * pairs) << 4);
  filter.downPast = allocate(<usize>(4 * pairs) << 4);
  return filter;
}

@unmanaged
export class Oversampler {
  to2: HalfBand;
  to4: HalfBand;
  to8: HalfBand;
  /** The sample at 4× that is held back, so that the delay is whole frames. */
  held: v128;

  /** Takes up to CHUNK frames at `input`; gives the address of 8 times as many, to be worked on in place. */
  up(input: usize, frames: i32): usize {
    const in2 = past + (<usize>(2 * PAIRS_2) << 4);
    memory.copy(in2, input, <usize>frames << 4);
    // Each stage writes behind the room for the past of the next one, up or down.
    const in4 = space2 + (<usize>(4 * PAIRS_2) << 4);
    const in8 = space4 + (<usize>(4 * PAIRS_4) << 4);
    const at8 = space8 + (<usize>(4 * PAIRS_8) << 4);
    this.to2.up(in2, in4, frames);
    this.to4.up(in4, in8, 2 * frames);
    this.to8.up(in8, at8, 4 * frames);
    return at8;
  }

  /** Brings what `up` gave back to `frames` frames at `out`. */
  down(out: usize, frames: i32): void {
    const in8 = space8 + (<usize>(4 * PAIRS_8) << 4);
    const in4 = space4 + (<usize>(4 * PAIRS_4) << 4);
    const in2 = space2 + (<usize>(4 * PAIRS_2) << 4);
    const count = 4 * frames;
    this.to8.down(in8, in4 + 16, count);
    v128.store(in4, this.held);
    this.held = v128.load(in4 + (<usize>count << 4));
    this.to4.down(in4, in2, 2 * frames);
    this.to2.down(in2, out, frames);
  }

  reset(): void {
    this.to2.reset();
    this.to4.reset();
    this.to8.reset();
    this.held = f64x2.splat(0.0);
  }
}

export function makeOversampler(): Oversampler {
  const oversampler = make<Oversampler>();
  oversampler.to2 = makeHalfBand(PAIRS_2, table2);
  oversampler.to4 = makeHalfBand(PAIRS_4, table4);
  oversampler.to8 = makeHalfBand(PAIRS_8, table8);
  oversampler.reset();
  return oversampler;
}
