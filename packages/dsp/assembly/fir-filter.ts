import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { Convolver, makeConvolver } from './convolver';
import { FirDesign, makeFirDesign } from './fir-design';
import { decodeMidSide, encodeMidSide } from './mid-side';

// A long FIR filter for mid and one for side, made from magnitudes, in linear or minimum phase. 16384 taps at 48 kHz: a third
// of an octave at 30 Hz is 7 Hz wide, and a filter resolves what its length holds a few periods of.

/** Partitions of the long stage; the short stage, which keeps minimum phase quick, covers the first of them. */
const PARTITIONS: i32 = 8;
const SHORT: i32 = 2 * CHUNK;

@unmanaged
export class FirFilter {
  taps: i32;
  linear: bool;
  design: FirDesign;
  short: Convolver;
  long: Convolver;
  scratch: usize;

  /** Takes over the magnitudes that were set in `design`: mid first, side second. */
  apply(linear: bool): void {
    // The two kinds differ in latency, so going from one to the other while it plays begins afresh.
    if (linear != this.linear) this.reset();
    this.linear = linear;
    if (linear) this.design.designLinear();
    else this.design.designMinimum();
    // Minimum phase: the long stage answers `long.block` frames late, so the short one plays until then.
    const lead = linear ? 0 : this.long.block - this.short.block;
    this.short.setResponse(this.design.result, lead);
    this.long.setResponse(this.design.result + (<usize>lead << 4), this.taps - lead);
  }

  process(buffer: usize, frames: i32): void {
    encodeMidSide(buffer, frames);
    if (this.linear) {
      this.long.process(buffer, buffer, frames, false);
    } else {
      memory.copy(this.scratch, buffer, <usize>frames << 4);
      this.short.process(this.scratch, buffer, frames, false);
      this.long.process(this.scratch, buffer, frames, true);
    }
    decodeMidSide(buffer, frames);
  }

  latency(): i32 {
    return this.linear ? this.long.block + (this.taps >> 1) : this.short.block;
  }

  /** Frames that ring on after the latency. */
  tail(): i32 {
    return this.linear ? this.taps >> 1 : this.taps;
  }

  reset(): void {
    this.short.reset();
    this.long.reset();
  }
}

/** 16384 taps up to 50 kHz, twice as many up to 100 kHz, four times above: the same resolution in Hz. */
export function makeFirFilter(sampleRate: f64): FirFilter {
  const filter = make<FirFilter>();
  filter.taps = sampleRate > 100000.0 ? 65536 : sampleRate > 50000.0 ? 32768 : 16384;
  filter.design = makeFirDesign(filter.taps);
  const block = filter.taps / PARTITIONS;
  filter.short = makeConvolver(SHORT, block - SHORT);
  filter.long = makeConvolver(block, filter.taps);
  filter.scratch = allocate(<usize>CHUNK << 4);
  return filter;
}
