import { make } from './memory';
import { Compressor, makeCompressor } from './compressor';
import { Eq, makeEq } from './eq';
import { Lag, makeLag } from './lag';
import { Outlet, makeOutlet } from './outlet';

// A group: the sum of its strips → EQ → compressor → outlet.

@unmanaged
export class Group {
  eq: Eq;
  compressor: Compressor;
  lag: Lag;
  outlet: Outlet;

  /** Reads EQ, compressor, outlet. */
  read(): void {
    this.eq.read();
    this.compressor.read();
    this.outlet.read(false);
  }

  latency(): i32 {
    return this.compressor.latency();
  }

  align(latency: i32): void {
    this.lag.set(latency - this.latency());
  }

  process(buffer: usize, out: usize, returns: usize, stride: usize, frame: f64, frames: i32): void {
    this.lag.process(buffer, frames);
    this.eq.process(buffer, frames);
    this.compressor.process(buffer, frames);
    this.outlet.process(buffer, out, returns, stride, frame, frames);
  }

  rest(): void {
    this.lag.reset();
    this.eq.reset();
    this.compressor.reset();
    this.outlet.skip();
  }

  flush(): void {
    this.eq.flush();
    this.compressor.flush();
  }

  reset(): void {
    this.lag.reset();
    this.eq.reset();
    this.compressor.reset();
    this.outlet.reset();
  }
}

export function makeGroup(returnCount: i32, sampleRate: f64): Group {
  const group = make<Group>();
  group.eq = makeEq(sampleRate);
  group.compressor = makeCompressor(sampleRate);
  group.lag = makeLag();
  group.outlet = makeOutlet(returnCount, sampleRate);
  return group;
}
