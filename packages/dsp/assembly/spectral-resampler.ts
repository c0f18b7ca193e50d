import { Fft, isTransformSize, makeFft } from './fft';
import { deinterleave, interleave } from './frames';
import { log2 } from './math';
import { allocate, make } from './memory';
import { filterCutoff, filterTaps, filterValue } from './resampler-filter';

// Resampling by overlap-save between two transforms of different size. A stretch of `down` · n samples of the input and one of
// `up` · n of the output last equally long, so the bins of their spectra lie at the same frequencies: a block is transformed,
// its bins below the lower Nyquist frequency are multiplied by the filter and moved to the other spectrum, and that one is
// transformed back. What the cyclic convolution spoils at both ends of a block is thrown away.
//
// Two blocks of one channel that follow each other are the real and the imaginary part of one transform. So channels never
// meet: each has the bits that it would have alone. Blocks lie on a grid counted from the first sample.

/** Of the largest transform worth making: 1 MB of numbers. */
const LARGEST_SIZE: i32 = 65536;
/** Bytes of an entry of the table of bins. */
const BIN: usize = 16;

@unmanaged
export class SpectralResampler {
  channels: i32;
  forward: Fft;
  inverse: Fft;
  /** Frames by which a block goes on, and those it throws away at each end: of the input, of the output. */
  inputStep: i32;
  inputMargin: i32;
  outputStep: i32;
  outputMargin: i32;
  /** Bins to move: their places in the spectra of input and output in bytes, i32 each, and the filter there, f64. */
  bins: usize;
  binsEnd: usize;
  /** Complex f64: a block and its spectrum; the spectrum of the result and the result. */
  block: usize;
  result: usize;
  /** Per channel the samples that wait, f32, from the margin before the next block on. */
  waiting: usize;
  stride: i32;
  filled: i32;

  /** Input frames that two blocks reach over. */
  get span(): i32 {
    return 2 * (this.inputStep + this.inputMargin);
  }

  /** Output frames that `frames` more of the input finish. */
  finishedBy(frames: i32): i32 {
    const steps = max(0, this.filled + frames - 2 * this.inputMargin) / (2 * this.inputStep);
    return steps * 2 * this.outputStep;
  }

  /** As many as that at most, whatever waits already. */
  mostFinishedBy(frames: i32): i32 {
    return ((frames - 1) / (2 * this.inputStep) + 1) * 2 * this.outputStep;
  }

  /** Takes `frames` from `inputs` and writes what they finish to `outputs`: planes of f32, so many bytes apart. */
  process(inputs: usize, inputBytes: usize, frames: i32, outputs: usize, outputBytes: usize): i32 {
    for (let c = 0; c < this.channels; c++) {
      const fresh = this.plane(c) + (<usize>this.filled << 2);
      memory.copy(fresh, inputs + <usize>c * inputBytes, <usize>frames << 2);
    }
    this.filled += frames;
    let made = 0;
    while (this.filled >= this.span) {
      const done = <usize>(2 * this.inputStep) << 2;
      for (let c = 0; c < this.channels; c++) {
        const plane = this.plane(c);
        this.convert(plane, outputs + <usize>c * outputBytes + (<usize>made << 2));
        memory.copy(plane, plane + done, (<usize>this.filled << 2) - done);
      }
      this.filled -= 2 * this.inputStep;
      made += 2 * this.outputStep;
    }
    return made;
  }

  // @ts-ignore: decorator
  @inline
  private plane(channel: i32): usize {
    return this.waiting + (<usize>(channel * this.stride) << 2);
  }

  private convert(input: usize, output: usize): void {
    interleave(input, input + (<usize>this.inputStep << 2), this.block, this.forward.size);
    this.forward.forward(this.block);
    this.filter();
    this.inverse.inverse(this.result);

    const second = output + (<usize>this.outputStep << 2);
    const whole = this.outputStep & ~3;
    let at = this.result + (<usize>this.outputMargin << 4);
    deinterleave(at, output, second, whole);
    // Four at a time would run from the end of the first block into the second.
    at += <usize>whole << 4;
    for (let i = <usize>whole << 2; i < <usize>this.outputStep << 2; i += 4) {
      store<f32>(output + i, <f32>load<f64>(at));
      store<f32>(second + i, <f32>load<f64>(at, 8));
      at += 16;
    }
  }

  private filter(): void {
    const block = this.block;
    const result = this.result;
    memory.fill(result, 0, <usize>this.inverse.size << 4);
    for (let bin = this.bins; bin < this.binsEnd; bin += BIN) {
      const value = v128.load(block + load<u32>(bin));
      v128.store(result + load<u32>(bin, 4), f64x2.mul(value, v128.load64_splat(bin, 8)));
    }
  }
}

/** How many times `up` and `down` a block is long so that a frame costs least; 0 if no transform takes this pair. */
function blockUnits(up: i32, down: i32, marginUnits: i32): i32 {
  let best = 0;
  let least = Infinity;
  for (let units = 4; units <= LARGEST_SIZE / max(up, down); units *= 2) {
    if (!isTransformSize(units * up) || !isTransformSize(units * down)) return 0;
    if (units <= 2 * marginUnits) continue;
    const from = <f64>(units * down);
    const to = <f64>(units * up);
    const cost = (from * log2(from) + to * log2(to)) / <f64>(units - 2 * marginUnits);
    if (cost < least) best = units;
    least = min(least, cost);
  }
  return best;
}

/** For pieces of at most `capacity` frames, `up` / `down` in lowest terms; null if the pair is none for transforms. */
export function makeSpectralResampler(channels: i32, up: i32, down: i32, capacity: i32): SpectralResampler | null {
  const half = <i32>ceil(0.5 * filterTaps(down, up));
  const marginUnits = (half + down - 1) / down;
  const units = blockUnits(up, down, marginUnits);
  if (units == 0) return null;
  const r = make<SpectralResampler>();
  r.channels = channels;
  r.inputMargin = marginUnits * down;
  r.outputMargin = marginUnits * up;
  r.inputStep = units * down - 2 * r.inputMargin;
  r.outputStep = units * up - 2 * r.outputMargin;
  r.forward = makeFft(units * down);
  r.inverse = makeFft(units * up);
  r.block = allocate(<usize>r.forward.size << 4);
  r.result = allocate(<usize>r.inverse.size << 4);
  writeBins(r, half, filterCutoff(down, up));
  r.stride = r.span + capacity;
  r.waiting = allocate(<usize>(channels * r.stride) << 2);
  // Silence before the first sample: output 0 lies on input 0.
  r.filled = r.inputMargin;
  return r;
}

/** The filter's response around frame 0 is real and even, so its spectrum is. */
function writeBins(r: SpectralResampler, half: i32, cutoff: f64): void {
  const forward = r.forward;
  const inverse = r.inverse;
  const block = r.block;
  let sum = 0.0;
  for (let n = 1 - half; n < half; n++) sum += filterValue(<f64>n, <f64>half, cutoff);
  for (let n = 1 - half; n < half; n++) {
    const at = block + (<usize>(n < 0 ? n + forward.size : n) << 4);
    store<f64>(at, filterValue(<f64>n, <f64>half, cutoff) / (sum * <f64>forward.size));
  }
  forward.forward(block);
  const beyond = min(forward.size, inverse.size) / 2;
  r.bins = allocate(<usize>(2 * beyond) * BIN);
  r.binsEnd = r.bins;
  for (let k = 1 - beyond; k < beyond; k++) {
    const from = forward.placeOf(k < 0 ? k + forward.size : k);
    store<i32>(r.binsEnd, from << 4);
    store<i32>(r.binsEnd, inverse.placeOf(k < 0 ? k + inverse.size : k) << 4, 4);
    store<f64>(r.binsEnd, load<f64>(block + (<usize>from << 4)), 8);
    r.binsEnd += BIN;
  }
  memory.fill(block, 0, <usize>forward.size << 4);
}
