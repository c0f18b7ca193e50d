import { make } from './memory';
import { Compressor, makeCompressor } from './compressor';
import { Eq, makeEq } from './eq';
import { Lag, makeLag } from './lag';
import { flushOptional, latencyOfOptional, processOptional, readOptional, resetOptional } from './optional';
import { Outlet, makeOutlet } from './outlet';
import { Saturation, makeSaturation } from './saturation';

// A group: the sum of its strips → EQ → compressor → saturation → outlet.

@unmanaged
export class Group {
  eq: Eq;
  compressor: Compressor;
  saturation: usize;
  sampleRate: f64;
  lag: Lag;
  outlet: Outlet;

  /** Reads EQ, compressor, saturation, outlet. */
  read(): void {
    this.eq.read();
    this.compressor.read();
    this.saturation = readOptional<Saturation>(this.saturation, makeSaturation, this.sampleRate);
    this.outlet.read(false);
  }

  latency(): i32 {
    return this.compressor.latency() + latencyOfOptional<Saturation>(this.saturation);
  }

  align(latency: i32): void {
    this.lag.set(latency - this.latency());
  }

  process(buffer: usize, out: usize, returns: usize, stride: usize, frame: f64, frames: i32): void {
    this.lag.process(buffer, frames);
    this.eq.process(buffer, frames);
    this.compressor.process(buffer, frames);
    processOptional<Saturation>(this.saturation, buffer, frames);
    this.outlet.process(buffer, out, returns, stride, frame, frames);
  }

  rest(): void {
    this.lag.reset();
    this.eq.reset();
    this.compressor.reset();
    resetOptional<Saturation>(this.saturation);
    this.outlet.skip();
  }

  flush(): void {
    this.eq.flush();
    this.compressor.flush();
    flushOptional<Saturation>(this.saturation);
  }

  reset(): void {
    this.lag.reset();
    this.eq.reset();
    this.compressor.reset();
    resetOptional<Saturation>(this.saturation);
    this.outlet.reset();
  }
}

export function makeGroup(returnCount: i32, sampleRate: f64): Group {
  const group = make<Group>();
  group.sampleRate = sampleRate;
  group.eq = makeEq(sampleRate);
  group.compressor = makeCompressor(sampleRate);
  group.lag = makeLag();
  group.outlet = makeOutlet(returnCount, sampleRate);
  return group;
}
