import { allocate, make } from './memory';
import { CHUNK, deinterleave } from './frames';
import { Compressor, makeCompressor } from './compressor';
import { Delay, makeDelay } from './delay';
import { Eq, makeEq } from './eq';
import { Gain, makeGain } from './gain';
import { BLOCK } from './master';
import { Reverb, makeReverb } from './reverb';
import { Strip, makeStrip } from './strip';
import { dbToGain } from './math';
import { beginParameters, nextNumber } from './parameters';

// The mixer: strips → bus and sends → returns into the bus → bus EQ, compressor, gain. The sum is kept in double precision
// to the end.

@unmanaged
class Mix {
  strips: usize;
  stripCount: i32;
  outputLeft: usize;
  outputRight: usize;
  scratch: usize;
  bus: usize;
  reverbInput: usize;
  delayInput: usize;
  /** Frames since the last multiple of CHUNK. */
  phase: i32;
  /** Something was ever sent to the returns. Before that they are silent and need not run. */
  fed: bool;
  reverb: Reverb;
  delay: Delay;
  eq: Eq;
  compressor: Compressor;
  gain: Gain;

  strip(index: i32): Strip {
    return changetype<Strip>(load<usize>(this.strips + (<usize>index << 2)));
  }

  process(frames: i32): void {
    let done = 0;
    while (done < frames) {
      const n = min(frames - done, CHUNK - this.phase);
      this.processChunk(<usize>done << 2, n);
      done += n;
      this.phase += n;
      if (this.phase == CHUNK) {
        this.phase = 0;
        for (let i = 0; i < this.stripCount; i++) this.strip(i).flush();
        this.eq.flush();
        this.compressor.flush();
      }
    }
  }

  private processChunk(offset: usize, frames: i32): void {
    const bytes = <usize>frames << 4;
    memory.fill(this.bus, 0, bytes);
    memory.fill(this.reverbInput, 0, bytes);
    memory.fill(this.delayInput, 0, bytes);
    for (let i = 0; i < this.stripCount; i++) {
      this.strip(i).process(offset, this.scratch, this.bus, this.reverbInput, this.delayInput, frames);
    }
    if (!this.fed) this.fed = this.sendsAnything();
    if (this.fed) {
      this.reverb.process(this.reverbInput, this.bus, frames);
      this.delay.process(this.delayInput, this.bus, frames);
    }
    this.eq.process(this.bus, frames);
    this.compressor.process(this.bus, frames);
    this.gain.process(this.bus, this.bus, frames);
    deinterleave(this.bus, this.outputLeft + offset, this.outputRight + offset, frames);
  }

  sendsAnything(): bool {
    for (let i = 0; i < this.stripCount; i++) if (this.strip(i).hasSends()) return true;
    return false;
  }
}

export function mixCreate(stripCount: i32, sampleRate: f64): usize {
  const mix = make<Mix>();
  mix.stripCount = stripCount;
  mix.strips = allocate(<usize>stripCount * 4);
  for (let i = 0; i < stripCount; i++) {
    store<usize>(mix.strips + (<usize>i << 2), changetype<usize>(makeStrip(sampleRate, BLOCK)));
  }
  const frames = <usize>(CHUNK + 4);
  mix.outputLeft = allocate(<usize>(BLOCK + 4) * 4);
  mix.outputRight = allocate(<usize>(BLOCK + 4) * 4);
  mix.scratch = allocate(frames * 16);
  mix.bus = allocate(frames * 16);
  mix.reverbInput = allocate(frames * 16);
  mix.delayInput = allocate(frames * 16);
  mix.reverb = makeReverb(sampleRate);
  mix.delay = makeDelay(sampleRate);
  mix.eq = makeEq(sampleRate);
  mix.compressor = makeCompressor(sampleRate);
  mix.gain = makeGain(sampleRate);
  return changetype<usize>(mix);
}

export function mixInput(mix: usize, strip: i32, channel: i32): usize {
  const s = changetype<Mix>(mix).strip(strip);
  return channel == 0 ? s.inputLeft : s.inputRight;
}

export function mixOutput(mix: usize, channel: i32): usize {
  const m = changetype<Mix>(mix);
  return channel == 0 ? m.outputLeft : m.outputRight;
}

export function mixSetStrip(mix: usize, strip: i32): void {
  changetype<Mix>(mix).strip(strip).read();
}

/** Reads reverb, delay, bus EQ, bus compressor, bus gain. */
export function mixSetBus(mix: usize): void {
  const m = changetype<Mix>(mix);
  beginParameters();
  m.reverb.read();
  m.delay.read();
  m.eq.read();
  m.compressor.read();
  const gain = dbToGain(nextNumber());
  m.gain.set(gain, gain);
}

export function mixProcess(mix: usize, frames: i32): void {
  changetype<Mix>(mix).process(frames);
}

/** No processor of the mix looks ahead. */
export function mixLatency(_mix: usize): i32 {
  return 0;
}

/** Frames the returns ring on after the inputs end. */
export function mixTail(mix: usize): i32 {
  const m = changetype<Mix>(mix);
  return m.sendsAnything() ? max(m.reverb.tail(), m.delay.tail()) : 0;
}

/** Deepest reduction in dB of a strip's compressor since the last call; strip −1 is the bus. */
export function mixTakeReduction(mix: usize, strip: i32): f64 {
  const m = changetype<Mix>(mix);
  return strip < 0 ? m.compressor.takeReductionDb() : m.strip(strip).compressor.takeReductionDb();
}

export function mixReset(mix: usize): void {
  const m = changetype<Mix>(mix);
  m.phase = 0;
  m.fed = false;
  for (let i = 0; i < m.stripCount; i++) m.strip(i).reset();
  m.reverb.reset();
  m.delay.reset();
  m.eq.reset();
  m.compressor.reset();
  m.gain.reset();
}
