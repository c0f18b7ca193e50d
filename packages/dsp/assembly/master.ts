import { allocate, make } from './memory';
import { CHUNK, deinterleave, interleave } from './frames';
import { Compressor, makeCompressor } from './compressor';
import { DynamicEq, makeDynamicEq } from './dynamic-eq';
import { Eq, makeEq } from './eq';
import { Gain, makeGain } from './gain';
import { Limiter, makeLimiter } from './limiter';
import { dbToGain } from './math';
import { Multiband, makeMultiband } from './multiband';
import { flushOptional, latencyOfOptional, processOptional, readOptional, resetOptional } from './optional';
import { beginParameters, nextNumber } from './parameters';
import { PhaseEq, makePhaseEq } from './phase-eq';
import { Saturation, makeSaturation } from './saturation';
import { ToneCurve, makeToneCurve } from './tone-curve';
import { Width, makeWidth } from './width';

// Master chain: input trim → EQ → tone curve → dynamic EQ → multiband compressor → compressor → saturation → width →
// drive → limiter. Stereo.

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
  sampleRate: f64;
  eq: Eq;
  /** Takes the place of `eq` for linear phase. */
  linearEq: usize;
  toneCurve: usize;
  dynamicEq: usize;
  multiband: usize;
  compressor: Compressor;
  saturation: usize;
  width: Width;
  /** Into the limiter. */
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
      processOptional<PhaseEq>(this.linearEq, this.scratch, n);
      processOptional<ToneCurve>(this.toneCurve, this.scratch, n);
      processOptional<DynamicEq>(this.dynamicEq, this.scratch, n);
      processOptional<Multiband>(this.multiband, this.scratch, n);
      this.compressor.process(this.scratch, n);
      processOptional<Saturation>(this.saturation, this.scratch, n);
      this.width.process(this.scratch, n);
      if (this.drive.isAt(1.0, 1.0)) this.drive.skip();
      else this.drive.process(this.scratch, this.scratch, n);
      this.limiter.process(this.scratch, n);
      deinterleave(this.scratch, this.outputLeft + offset, this.outputRight + offset, n);
      done += n;
      this.phase += n;
      if (this.phase == CHUNK) {
        this.phase = 0;
        this.eq.flush();
        flushOptional<PhaseEq>(this.linearEq);
        flushOptional<ToneCurve>(this.toneCurve);
        flushOptional<DynamicEq>(this.dynamicEq);
        flushOptional<Multiband>(this.multiband);
        this.compressor.flush();
        flushOptional<Saturation>(this.saturation);
        this.width.flush();
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
  master.sampleRate = sampleRate;
  master.eq = makeEq(sampleRate);
  master.width = makeWidth(sampleRate);
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

/** Reads input gain, EQ, linear-phase EQ, tone curve, dynamic EQ, multiband compressor, compressor, saturation, width, drive, limiter. */
export function masterSet(master: usize): void {
  const m = changetype<Master>(master);
  beginParameters();
  const gain = dbToGain(nextNumber());
  m.gain.set(gain, gain);
  m.eq.read();
  m.linearEq = readOptional<PhaseEq>(m.linearEq, makePhaseEq, m.sampleRate);
  m.toneCurve = readOptional<ToneCurve>(m.toneCurve, makeToneCurve, m.sampleRate);
  m.dynamicEq = readOptional<DynamicEq>(m.dynamicEq, makeDynamicEq, m.sampleRate);
  m.multiband = readOptional<Multiband>(m.multiband, makeMultiband, m.sampleRate);
  m.compressor.read();
  m.saturation = readOptional<Saturation>(m.saturation, makeSaturation, m.sampleRate);
  m.width.read();
  const drive = dbToGain(nextNumber());
  m.drive.set(drive, drive);
  m.limiter.read();
}

export function masterProcess(master: usize, frames: i32): void {
  changetype<Master>(master).process(frames);
}

export function masterLatency(master: usize): i32 {
  const m = changetype<Master>(master);
  const filters = latencyOfOptional<PhaseEq>(m.linearEq) + latencyOfOptional<ToneCurve>(m.toneCurve);
  const dynamics = latencyOfOptional<Multiband>(m.multiband) + m.compressor.latency();
  return filters + dynamics + latencyOfOptional<Saturation>(m.saturation) + m.limiter.latency();
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
  resetOptional<PhaseEq>(m.linearEq);
  resetOptional<ToneCurve>(m.toneCurve);
  resetOptional<DynamicEq>(m.dynamicEq);
  resetOptional<Multiband>(m.multiband);
  m.compressor.reset();
  resetOptional<Saturation>(m.saturation);
  m.width.reset();
  m.drive.reset();
  m.limiter.reset();
}
