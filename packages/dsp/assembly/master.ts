import { allocate, make } from './memory';
import { CHUNK, deinterleave, interleave } from './frames';
import { Compressor, makeCompressor } from './compressor';
import { Eq, makeEq } from './eq';
import { Gain, makeGain } from './gain';
import { Limiter, makeLimiter } from './limiter';
import { dbToGain } from './math';
import { beginParameters, nextNumber } from './parameters';
import { ToneCurve, makeToneCurve } from './tone-curve';

// Master chain: input trim → EQ → tone curve → compressor → drive → limiter. Stereo.

/** Frames the host may hand over at once. */
export const BLOCK: i32 = 1024;

@unmanaged
class Master {
  inputLeft: usize;
  inputRight: usize;
  outputLeft: usize;
  outputRight: usize;
  scratch: usize;
  /** Frames since the last multiple of CHUNK. */
  phase: i32;
  gain: Gain;
  eq: Eq;
  tone: ToneCurve;
  compressor: Compressor;
  drive: Gain;
  limiter: Limiter;

  process(frames: i32): void {
    let done = 0;
    while (done < frames) {
      const n = min(frames - done, CHUNK - this.phase);
      const offset = <usize>done << 2;
      interleave(this.inputLeft + offset, this.inputRight + offset, this.scratch, n);
      this.gain.process(this.scratch, this.scratch, n);
      this.eq.process(this.scratch, n);
      this.tone.process(this.scratch, n);
      this.compressor.process(this.scratch, n);
      this.drive.process(this.scratch, this.scratch, n);
      this.limiter.process(this.scratch, n);
      deinterleave(this.scratch, this.outputLeft + offset, this.outputRight + offset, n);
      done += n;
      this.phase += n;
      if (this.phase == CHUNK) {
        this.phase = 0;
        this.eq.flush();
        this.tone.flush();
        this.compressor.flush();
      }
    }
  }
}

export function masterCreate(sampleRate: f64): usize {
  const master = make<Master>();
  const bytes = <usize>(BLOCK + 4) * 4;
  master.inputLeft = allocate(bytes);
  master.inputRight = allocate(bytes);
  master.outputLeft = allocate(bytes);
  master.outputRight = allocate(bytes);
  master.scratch = allocate(<usize>(CHUNK + 4) * 16);
  master.gain = makeGain(sampleRate);
  master.eq = makeEq(sampleRate);
  master.tone = makeToneCurve(sampleRate);
  master.drive = makeGain(sampleRate);
  master.compressor = makeCompressor(sampleRate);
  master.limiter = makeLimiter(sampleRate);
  return changetype<usize>(master);
}

export function masterInput(master: usize, channel: i32): usize {
  const m = changetype<Master>(master);
  return channel == 0 ? m.inputLeft : m.inputRight;
}

export function masterOutput(master: usize, channel: i32): usize {
  const m = changetype<Master>(master);
  return channel == 0 ? m.outputLeft : m.outputRight;
}

/** Reads input trim, EQ, tone curve, compressor, drive, limiter. */
export function masterSet(master: usize): void {
  const m = changetype<Master>(master);
  beginParameters();
  const gain = dbToGain(nextNumber());
  m.gain.set(gain, gain);
  m.eq.read();
  m.tone.read();
  m.compressor.read();
  const drive = dbToGain(nextNumber());
  m.drive.set(drive, drive);
  m.limiter.read();
}

export function masterProcess(master: usize, frames: i32): void {
  changetype<Master>(master).process(frames);
}

export function masterLatency(master: usize): i32 {
  const m = changetype<Master>(master);
  return m.tone.latency() + m.compressor.latency() + m.limiter.latency();
}

/** Deepest reduction in dB since the last call: 0 the compressor's, 1 the limiter's. */
export function masterTakeReduction(master: usize, which: i32): f64 {
  const m = changetype<Master>(master);
  return which == 0 ? m.compressor.takeReductionDb() : m.limiter.takeReductionDb();
}

export function masterReset(master: usize): void {
  const m = changetype<Master>(master);
  m.phase = 0;
  m.gain.reset();
  m.eq.reset();
  m.tone.reset();
  m.compressor.reset();
  m.drive.reset();
  m.limiter.reset();
}
