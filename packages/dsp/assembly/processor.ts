import { allocate, make } from './memory';
import { CHUNK, deinterleave, interleave } from './frames';
import { BLOCK } from './master';
import { makeCompressor } from './compressor';
import { makeGate } from './gate';
import { makeTransientShaper } from './transient-shaper';
import { makeDynamicEq } from './dynamic-eq';
import { makeMultiband } from './multiband';
import { beginParameters } from './parameters';
import { makeConvolutionReverb } from './convolution-reverb';
import { makeModulation } from './modulation';
import { makePhaseEq } from './phase-eq';
import { makeSaturation } from './saturation';
import { makeToneCurve } from './tone-curve';
import { makeWidth } from './width';

// Any one processor by itself: for tests, tools and previews. Chains of many are in strip.ts, group.ts, desk.ts and master.ts.

@unmanaged
class Processor {
  inputLeft: usize;
  inputRight: usize;
  outputLeft: usize;
  outputRight: usize;
  scratch: usize;
  /** Frames since the last multiple of CHUNK. */
  phase: i32;
  /** The processor and its methods. */
  object: usize;
  read: (object: usize) => void;
  run: (object: usize, buffer: usize, frames: i32) => void;
  latency: (object: usize) => i32;
  tail: (object: usize) => i32;
  takeReductionDb: (object: usize) => f64;
  flush: (object: usize) => void;
  reset: (object: usize) => void;

  process(frames: i32): void {
    let done = 0;
    while (done < frames) {
      const n = min(frames - done, CHUNK - this.phase);
      const offset = <usize>done << 2;
      interleave(this.inputLeft + offset, this.inputRight + offset, this.scratch, n);
      this.run(this.object, this.scratch, n);
      deinterleave(this.scratch, this.outputLeft + offset, this.outputRight + offset, n);
      done += n;
      this.phase += n;
      if (this.phase == CHUNK) {
        this.phase = 0;
        this.flush(this.object);
      }
    }
  }
}

/** What a processor does not have it does not do: no latency, no tail, no reduction. */
function attach<T>(processor: Processor, object: T): void {
  processor.object = changetype<usize>(object);
  processor.read = (at: usize): void => changetype<T>(at).read();
  processor.run = (at: usize, buffer: usize, frames: i32): void => changetype<T>(at).process(buffer, frames);
  processor.latency = (at: usize): i32 => {
    // @ts-ignore: T may have it
    if (isDefined(changetype<T>(at).latency)) return changetype<T>(at).latency();
    return 0;
  };
  processor.tail = (at: usize): i32 => {
    // @ts-ignore: T may have it
    if (isDefined(changetype<T>(at).tail)) return changetype<T>(at).tail();
    return 0;
  };
  processor.takeReductionDb = (at: usize): f64 => {
    // @ts-ignore: T may have it
    if (isDefined(changetype<T>(at).takeReductionDb)) return changetype<T>(at).takeReductionDb();
    return 0.0;
  };
  processor.flush = (at: usize): void => {
    // @ts-ignore: T may have it
    if (isDefined(changetype<T>(at).flush)) changetype<T>(at).flush();
  };
  processor.reset = (at: usize): void => changetype<T>(at).reset();
}

// Kinds, in the order of `processorKinds` in src/processor-engine.ts.
const TONE_CURVE: i32 = 0;
const EQ: i32 = 1;
const SATURATION: i32 = 2;
const COMPRESSOR: i32 = 3;
const WIDTH: i32 = 4;
const MODULATION: i32 = 5;
const CONVOLUTION_REVERB: i32 = 6;
const GATE: i32 = 7;
const TRANSIENT: i32 = 8;
const DYNAMIC_EQ: i32 = 9;
const MULTIBAND: i32 = 10;

/** 0 for a kind that this binary does not have. */
export function processorCreate(kind: i32, sampleRate: f64): usize {
  const processor = make<Processor>();
  const bytes = <usize>(BLOCK + 4) * 4;
  processor.inputLeft = allocate(bytes);
  processor.inputRight = allocate(bytes);
  processor.outputLeft = allocate(bytes);
  processor.outputRight = allocate(bytes);
  processor.scratch = allocate(<usize>(CHUNK + 4) * 16);
  if (kind == TONE_CURVE) attach(processor, makeToneCurve(sampleRate));
  else if (kind == EQ) attach(processor, makePhaseEq(sampleRate));
  else if (kind == SATURATION) attach(processor, makeSaturation(sampleRate));
  else if (kind == COMPRESSOR) attach(processor, makeCompressor(sampleRate));
  else if (kind == WIDTH) attach(processor, makeWidth(sampleRate));
  else if (kind == MODULATION) attach(processor, makeModulation(sampleRate));
  else if (kind == CONVOLUTION_REVERB) attach(processor, makeConvolutionReverb(sampleRate));
  else if (kind == GATE) attach(processor, makeGate(sampleRate));
  else if (kind == TRANSIENT) attach(processor, makeTransientShaper(sampleRate));
  else if (kind == DYNAMIC_EQ) attach(processor, makeDynamicEq(sampleRate));
  else if (kind == MULTIBAND) attach(processor, makeMultiband(sampleRate));
  else return 0;
  return changetype<usize>(processor);
}

export function processorInput(processor: usize, channel: i32): usize {
  const p = changetype<Processor>(processor);
  return channel == 0 ? p.inputLeft : p.inputRight;
}

export function processorOutput(processor: usize, channel: i32): usize {
  const p = changetype<Processor>(processor);
  return channel == 0 ? p.outputLeft : p.outputRight;
}

/** Reads the settings of its kind. */
export function processorSet(processor: usize): void {
  const p = changetype<Processor>(processor);
  beginParameters();
  p.read(p.object);
}

export function processorProcess(processor: usize, frames: i32): void {
  changetype<Processor>(processor).process(frames);
}

export function processorLatency(processor: usize): i32 {
  const p = changetype<Processor>(processor);
  return p.latency(p.object);
}

/** Frames it rings on after the last input has come out. */
export function processorTail(processor: usize): i32 {
  const p = changetype<Processor>(processor);
  return p.tail(p.object);
}

/** Deepest gain reduction in dB since the last call. */
export function processorTakeReduction(processor: usize): f64 {
  const p = changetype<Processor>(processor);
  return p.takeReductionDb(p.object);
}

export function processorReset(processor: usize): void {
  const p = changetype<Processor>(processor);
  p.phase = 0;
  p.reset(p.object);
}
