import { allocate, make } from './memory';
import { PolyphaseResampler, makePolyphaseResampler } from './polyphase-resampler';
import { SpectralResampler, makeSpectralResampler } from './spectral-resampler';

// What the host sees of resampling. Pairs of rates whose ratio is made of 2, 3, 5 and 7, all usual ones, go through
// transforms; the others through a filter per phase. The filter is the same.

const INPUT_CAPACITY: i32 = 1024;
/** Bytes of a plane of input: kernels read four samples at a time. */
const INPUT_BYTES: usize = (<usize>INPUT_CAPACITY + 4) << 2;

@unmanaged
class Resampler {
  spectral: SpectralResampler | null;
  polyphase: PolyphaseResampler | null;
  inputs: usize;
  outputs: usize;
  outputCapacity: i32;
  outputBytes: usize;

  finishedBy(frames: i32): i32 {
    const spectral = this.spectral;
    return spectral ? spectral.finishedBy(frames) : this.polyphase!.finishedBy(frames);
  }

  process(frames: i32): i32 {
    const spectral = this.spectral;
    if (spectral) return spectral.process(this.inputs, INPUT_BYTES, frames, this.outputs, this.outputBytes);
    return this.polyphase!.process(this.inputs, INPUT_BYTES, frames, this.outputs, this.outputBytes);
  }
}

function greatestCommonDivisor(a: i32, b: i32): i32 {
  while (b != 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

export function resamplerCreate(channels: i32, fromRate: i32, toRate: i32): usize {
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const up = toRate / divisor;
  const down = fromRate / divisor;
  const r = make<Resampler>();
  const spectral = makeSpectralResampler(channels, up, down, INPUT_CAPACITY);
  if (spectral) r.spectral = spectral;
  else r.polyphase = makePolyphaseResampler(channels, up, down, INPUT_CAPACITY);
  r.inputs = allocate(<usize>channels * INPUT_BYTES);
  r.outputCapacity = spectral ? spectral.mostFinishedBy(INPUT_CAPACITY) : r.polyphase!.mostFinishedBy(INPUT_CAPACITY);
  r.outputBytes = <usize>r.outputCapacity << 2;
  r.outputs = allocate(<usize>channels * r.outputBytes);
  return changetype<usize>(r);
}

export function resamplerInputCapacity(_resampler: usize): i32 {
  return INPUT_CAPACITY;
}

export function resamplerOutputCapacity(resampler: usize): i32 {
  return changetype<Resampler>(resampler).outputCapacity;
}

export function resamplerInput(resampler: usize, channel: i32): usize {
  return changetype<Resampler>(resampler).inputs + <usize>channel * INPUT_BYTES;
}

export function resamplerOutput(resampler: usize, channel: i32): usize {
  const r = changetype<Resampler>(resampler);
  return r.outputs + <usize>channel * r.outputBytes;
}

/** The output frames that `frames` more of the input will finish, also more than fit in at once. */
export function resamplerFinishedBy(resampler: usize, frames: i32): i32 {
  return changetype<Resampler>(resampler).finishedBy(frames);
}

/** Takes `frames` ≤ capacity; returns the number of output frames made. */
export function resamplerProcess(resampler: usize, frames: i32): i32 {
  return changetype<Resampler>(resampler).process(frames);
}
