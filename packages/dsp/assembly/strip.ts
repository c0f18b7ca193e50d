import { allocate, make } from './memory';
import { interleave } from './frames';
import { Compressor, makeCompressor } from './compressor';
import { DynamicEq, makeDynamicEq } from './dynamic-eq';
import { Eq, makeEq } from './eq';
import { Gain, makeGain } from './gain';
import { Gate, makeGate } from './gate';
import { Lag, makeLag } from './lag';
import { flushOptional, latencyOfOptional, processOptional, readOptional, resetOptional } from './optional';
import { Outlet, makeOutlet } from './outlet';
import { Saturation, makeSaturation } from './saturation';
import { TransientShaper, makeTransientShaper } from './transient-shaper';
import { dbToGain } from './math';
import { nextFlag, nextInt, nextNumber } from './parameters';

// One strip of the mix: trim and polarity → delay → gate → high-pass and EQ → de-esser → compressor →
// transient shaper → saturation → outlet.

@unmanaged
export class Strip {
  channels: i32;
  inputLeft: usize;
  inputRight: usize;
  /** Which bus it goes to: 0 is the mix bus, groups follow. */
  output: i32;
  delayFrames: i32;
  trim: Gain;
  lag: Lag;
  gate: usize;
  eq: Eq;
  deEsser: usize;
  compressor: Compressor;
  transient: usize;
  saturation: usize;
  sampleRate: f64;
  outlet: Outlet;

  /** Reads channels, output, trim, polarity, delay, gate, high-pass, EQ, de-esser, compressor, transient shaper, saturation, outlet. */
  read(): void {
    this.channels = nextInt();
    this.output = nextInt();
    const trim = dbToGain(nextNumber());
    const signed = nextFlag() ? -trim : trim;
    this.trim.set(signed, signed);
    this.delayFrames = nextInt();
    this.gate = readOptional<Gate>(this.gate, makeGate, this.sampleRate);
    this.eq.readHighPass();
    this.eq.readBands();
    this.deEsser = readOptional<DynamicEq>(this.deEsser, makeDynamicEq, this.sampleRate);
    this.compressor.read();
    this.transient = readOptional<TransientShaper>(this.transient, makeTransientShaper, this.sampleRate);
    this.saturation = readOptional<Saturation>(this.saturation, makeSaturation, this.sampleRate);
    this.outlet.read(this.channels == 1);
  }

  /** Frames by which the processors delay; a delay that was asked for is not among them. */
  latency(): i32 {
    const ahead = latencyOfOptional<Gate>(this.gate) + this.compressor.latency();
    return ahead + latencyOfOptional<Saturation>(this.saturation);
  }

  /** Holds the input back so that what leaves is `latency` frames late, besides the delay that was asked for. */
  align(latency: i32): void {
    this.lag.set(this.delayFrames + latency - this.latency());
  }

  /**
   * Adds this strip to the buses from `buses` on, `stride` bytes apart: mix bus, groups, then from `firstReturn` on the
   * returns. `frame` is the song's position where the outlet is.
   */
  process(offset: usize, scratch: usize, buses: usize, stride: usize, firstReturn: i32, frame: f64, frames: i32): void {
    const right = this.channels == 1 ? this.inputLeft : this.inputRight;
    interleave(this.inputLeft + offset, right + offset, scratch, frames);
    if (this.trim.isAt(1.0, 1.0)) this.trim.skip();
    else this.trim.process(scratch, scratch, frames);
    this.lag.process(scratch, frames);
    processOptional<Gate>(this.gate, scratch, frames);
    this.eq.process(scratch, frames);
    processOptional<DynamicEq>(this.deEsser, scratch, frames);
    this.compressor.process(scratch, frames);
    processOptional<TransientShaper>(this.transient, scratch, frames);
    processOptional<Saturation>(this.saturation, scratch, frames);
    const out = buses + stride * this.output;
    this.outlet.process(scratch, out, buses + stride * firstReturn, stride, frame, frames);
  }

  /** A silent strip is not computed; it starts afresh when it is heard again. */
  rest(): void {
    this.lag.reset();
    resetOptional<Gate>(this.gate);
    this.eq.reset();
    resetOptional<DynamicEq>(this.deEsser);
    this.compressor.reset();
    resetOptional<TransientShaper>(this.transient);
    resetOptional<Saturation>(this.saturation);
    this.outlet.skip();
  }

  flush(): void {
    flushOptional<Gate>(this.gate);
    this.eq.flush();
    flushOptional<DynamicEq>(this.deEsser);
    this.compressor.flush();
    flushOptional<TransientShaper>(this.transient);
    flushOptional<Saturation>(this.saturation);
  }

  reset(): void {
    this.trim.reset();
    this.lag.reset();
    resetOptional<Gate>(this.gate);
    this.eq.reset();
    resetOptional<DynamicEq>(this.deEsser);
    this.compressor.reset();
    resetOptional<TransientShaper>(this.transient);
    resetOptional<Saturation>(this.saturation);
    this.outlet.reset();
  }
}

export function makeStrip(sampleRate: f64, returnCount: i32, blockFrames: i32): Strip {
  const strip = make<Strip>();
  strip.sampleRate = sampleRate;
  const bytes = <usize>(blockFrames + 4) * 4;
  strip.inputLeft = allocate(bytes);
  strip.inputRight = allocate(bytes);
  strip.trim = makeGain(sampleRate);
  strip.lag = makeLag();
  strip.eq = makeEq(sampleRate);
  strip.compressor = makeCompressor(sampleRate);
  strip.outlet = makeOutlet(returnCount, sampleRate);
  return strip;
}
