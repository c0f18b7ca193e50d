import { allocate, make } from './memory';
import { METER_CAPACITY, interleave } from './frames';
import { KWeighting, makeKWeighting } from './k-weighting';
import { TruePeak, makeTruePeak } from './true-peak';
import { gainToDb, powerToDb } from './math';
import { beginParameters, nextNumber, setResult } from './parameters';

// Programme loudness after BS.1770-5 (gating), EBU Tech 3341 (momentary, short-term) and EBU Tech 3342 (range).
//
// Energy is gathered in cells of 10 ms. Momentary (400 ms) and short-term (3 s) loudness are read at every cell, so their
// maxima are never missed by more than 5 ms; gating blocks (400 ms, 75 % overlap) and the short-term values of the
// loudness range are taken every tenth cell. Gated values live in histograms of 0.01 LU that keep the exact energy, so
// memory does not grow with the length of the programme.

const MAX_CHANNELS: i32 = 8;
const CELLS_PER_SECOND: i32 = 100;
const MOMENTARY_CELLS: i32 = 40;
const SHORT_TERM_CELLS: i32 = 300;
const CELLS_PER_STEP: i32 = 10;

/** −0.691 dB of BS.1770-5 eq. 2. */
const OFFSET_DB: f64 = -0.691;
const ABSOLUTE_GATE: f64 = -70.0;
const BINS_PER_LU: i32 = 100;
/** −70 … +30 LUFS. */
const BINS: i32 = 100 * BINS_PER_LU;
/** Steps between two visits of the host, and the f32 that each has. */
const STEPS_CAPACITY: i32 = 256;
export const STEP_FIELDS: i32 = 9;

// @ts-ignore: decorator
@inline
function lufs(power: f64): f64 {
  return OFFSET_DB + powerToDb(power);
}

/** Energies above the absolute gate: per bin a count, a sum and the sum of what goes with them, f64 each. */
@unmanaged
class Histogram {
  bins: usize;

  // @ts-ignore: decorator
  @inline
  private at(bin: i32): usize {
    return this.bins + <usize>bin * 24;
  }

  add(power: f64, company: f64): void {
    const level = lufs(power);
    if (!(level > ABSOLUTE_GATE)) return;
    const at = this.at(this.binOf(level));
    store<f64>(at, load<f64>(at) + 1.0);
    store<f64>(at, load<f64>(at, 8) + power, 8);
    store<f64>(at, load<f64>(at, 16) + company, 16);
  }

  private binOf(level: f64): i32 {
    return max(0, min(BINS - 1, <i32>((level - ABSOLUTE_GATE) * <f64>BINS_PER_LU)));
  }

  /** First bin at or above a level. */
  private firstBin(level: f64): i32 {
    return level <= ABSOLUTE_GATE ? 0 : this.binOf(level);
  }

  /** Mean energy of everything at or above `level`; 0 when there is nothing. */
  meanAbove(level: f64): f64 {
    let count = 0.0;
    let sum = 0.0;
    for (let bin = this.firstBin(level); bin < BINS; bin++) {
      const at = this.at(bin);
      count += load<f64>(at);
      sum += load<f64>(at, 8);
    }
    return count > 0.0 ? sum / count : 0.0;
  }

  /** The same for what goes with it. */
  meanCompanyAbove(level: f64): f64 {
    let count = 0.0;
    let sum = 0.0;
    for (let bin = this.firstBin(level); bin < BINS; bin++) {
      const at = this.at(bin);
      count += load<f64>(at);
      sum += load<f64>(at, 16);
    }
    return count > 0.0 ? sum / count : 0.0;
  }

  countAbove(level: f64): f64 {
    let count = 0.0;
    for (let bin = this.firstBin(level); bin < BINS; bin++) count += load<f64>(this.at(bin));
    return count;
  }

  /** Level of the value with `rank` values below it, counted from `level` upwards. */
  levelAtRank(level: f64, rank: f64): f64 {
    let count = 0.0;
    for (let bin = this.firstBin(level); bin < BINS; bin++) {
      const at = this.at(bin);
      const here = load<f64>(at);
      count += here;
      if (here > 0.0 && count > rank) return lufs(load<f64>(at, 8) / here);
    }
    return ABSOLUTE_GATE;
  }
}

function makeHistogram(): Histogram {
  const histogram = make<Histogram>();
  histogram.bins = allocate(<usize>BINS * 24);
  return histogram;
}

@unmanaged
export class LoudnessMeter {
  channels: i32;
  sampleRate: f64;
  /** Planar f32 input, METER_CAPACITY + 4 per channel. */
  input: usize;
  silent: usize;
  scratch: usize;
  weights: usize;
  /** One filter per pair of channels, one true-peak meter per channel. */
  filters: usize;
  peaks: usize;
  /** Frames taken, cells finished, frames left to the end of the running cell. */
  frames: i64;
  cells: i64;
  cellLeft: i32;
  /** Ring of the last SHORT_TERM_CELLS cells: weighted sum of squares, the same of the mono sum, frames; 32 bytes each. */
  ring: usize;
  maxMomentary: f64;
  maxShortTerm: f64;
  momentary: f64;
  shortTerm: f64;
  blocks: Histogram;
  shortTerms: Histogram;
  /** Largest momentary power since the last step. */
  stepMomentary: f64;
  steps: usize;
  stepCount: i32;

  private cellEnd(cell: i64): i64 {
    // Cell boundaries on the nearest frame, so that cells stay 10 ms long at rates 100 does not divide.
    return <i64>nearest((<f64>(cell + 1) * this.sampleRate) / <f64>CELLS_PER_SECOND);
  }

  filter(pair: i32): KWeighting {
    return changetype<KWeighting>(load<usize>(this.filters + (<usize>pair << 2)));
  }

  peak(channel: i32): TruePeak {
    return changetype<TruePeak>(load<usize>(this.peaks + (<usize>channel << 2)));
  }

  channelInput(channel: i32): usize {
    return channel < this.channels ? this.input + <usize>(channel * (METER_CAPACITY + 4)) * 4 : this.silent;
  }

  /** Frames left to the end of the running step of 100 ms. */
  stepLeft(): i32 {
    return <i32>(this.cellEnd((this.cells / CELLS_PER_STEP + 1) * CELLS_PER_STEP - 1) - this.frames);
  }

  /** Takes `frames` of every input from frame `from` on, to the end of the running step at most; answers how many. */
  processStep(from: i32, available: i32): i32 {
    const frames = min(available, this.stepLeft());
    const offset = <usize>from << 2;
    for (let c = 0; c < this.channels; c++) this.peak(c).process(this.channelInput(c) + offset, frames);
    let done = 0;
    while (done < frames) {
      const n = min(frames - done, this.cellLeft);
      for (let c = 0; c < this.channels; c += 2) this.addPair(c, offset + (<usize>done << 2), n);
      done += n;
      this.cellLeft -= n;
      this.frames += n;
      if (this.cellLeft == 0) this.finishCell();
    }
    return frames;
  }

  process(frames: i32): void {
    for (let done = 0; done < frames; ) done += this.processStep(done, frames - done);
  }

  private addPair(channel: i32, offset: usize, frames: i32): void {
    interleave(this.channelInput(channel) + offset, this.channelInput(channel + 1) + offset, this.scratch, frames);
    this.filter(channel >> 1).process(this.scratch, frames);
  }

  private finishCell(): void {
    let power = 0.0;
    // Half sum of left and right from both loudspeakers: 2 ((l + r) / 2)² = (l² + r²) / 2 + l r.
    let mono = 0.0;
    for (let c = 0; c < this.channels; c += 2) {
      const filter = this.filter(c >> 1);
      power += load<f64>(this.weights + (<usize>c << 3)) * f64x2.extract_lane(filter.squares, 0);
      power += load<f64>(this.weights + (<usize>c << 3), 8) * f64x2.extract_lane(filter.squares, 1);
      if (this.channels == 2) mono = 0.5 * power + f64x2.extract_lane(filter.product, 0);
      filter.squares = f64x2.splat(0.0);
      filter.product = f64x2.splat(0.0);
      filter.flush();
    }

    const slot = this.ring + (<usize>(this.cells % SHORT_TERM_CELLS) << 5);
    const begin = this.cells == 0 ? 0 : this.cellEnd(this.cells - 1);
    store<f64>(slot, power);
    store<f64>(slot, mono, 8);
    store<f64>(slot, <f64>(this.cellEnd(this.cells) - begin), 16);
    this.cells++;
    this.cellLeft = <i32>(this.cellEnd(this.cells) - this.frames);

    this.momentary = this.meanOfLast(MOMENTARY_CELLS, 0);
    this.shortTerm = this.meanOfLast(SHORT_TERM_CELLS, 0);
    this.stepMomentary = max(this.stepMomentary, this.momentary);
    if (this.cells >= MOMENTARY_CELLS) this.maxMomentary = max(this.maxMomentary, this.momentary);
    if (this.cells >= SHORT_TERM_CELLS) this.maxShortTerm = max(this.maxShortTerm, this.shortTerm);
    if (this.cells % CELLS_PER_STEP == 0) this.finishStep();
  }

  private finishStep(): void {
    if (this.cells >= MOMENTARY_CELLS) this.blocks.add(this.momentary, this.meanOfLast(MOMENTARY_CELLS, 8));
    if (this.cells >= SHORT_TERM_CELLS) this.shortTerms.add(this.shortTerm, 0.0);
    const at = this.steps + (<usize>(this.stepCount * STEP_FIELDS) << 2);
    if (this.stepCount < STEPS_CAPACITY) {
      store<f32>(at, <f32>lufs(this.shortTerm));
      store<f32>(at, <f32>lufs(this.momentary), 4);
      store<f32>(at, <f32>lufs(this.stepMomentary), 8);
      this.notePeaks(at);
      this.notePowers(at);
      this.stepCount++;
    }
    this.stepMomentary = 0.0;
  }

  private notePeaks(at: usize): void {
    let peak: f32 = 0;
    let samplePeak: f32 = 0;
    for (let c = 0; c < this.channels; c++) {
      peak = max(peak, this.peak(c).stepPeak);
      samplePeak = max(samplePeak, this.peak(c).stepSamplePeak);
      this.peak(c).endStep();
    }
    store<f32>(at, <f32>gainToDb(<f64>peak), 12);
    store<f32>(at, samplePeak, 16);
  }

  /** Powers of the step that ends here; its sums join those of the programme. */
  private notePowers(at: usize): void {
    const begin = this.cells == CELLS_PER_STEP ? 0 : this.cellEnd(this.cells - CELLS_PER_STEP - 1);
    const perFrame = 1.0 / <f64>(this.frames - begin);
    const first = this.filter(0);
    store<f32>(at, <f32>(f64x2.extract_lane(first.rawSquares, 0) * perFrame), 24);
    store<f32>(at, <f32>(f64x2.extract_lane(first.rawSquares, 1) * perFrame), 28);
    store<f32>(at, <f32>(f64x2.extract_lane(first.rawProduct, 0) * perFrame), 32);
    let squares = 0.0;
    for (let c = 0; c < this.channels; c += 2) {
      const filter = this.filter(c >> 1);
      squares += f64x2.extract_lane(filter.rawSquares, 0) + f64x2.extract_lane(filter.rawSquares, 1);
      filter.endStep();
    }
    store<f32>(at, <f32>((squares * perFrame) / <f64>this.channels), 20);
  }

  /**
   * Mean over the last `count` cells of what lies `field` bytes into their slots; before that many have passed, over
   * silence before the start.
   */
  private meanOfLast(count: i32, field: usize): f64 {
    let power = 0.0;
    let frames = 0.0;
    const available = <i32>min(this.cells, <i64>count);
    for (let i = 1; i <= available; i++) {
      const slot = this.ring + (<usize>((this.cells - i) % SHORT_TERM_CELLS) << 5);
      power += load<f64>(slot + field);
      frames += load<f64>(slot, 16);
    }
    if (available < count) frames = (<f64>count * this.sampleRate) / <f64>CELLS_PER_SECOND;
    return frames > 0.0 ? power / frames : 0.0;
  }

  integrated(): f64 {
    const ungated = this.blocks.meanAbove(ABSOLUTE_GATE);
    return lufs(this.blocks.meanAbove(lufs(ungated) - 10.0));
  }

  /** What the mono sum is quieter than stereo, over the blocks that count for the integrated loudness. */
  monoLoss(): f64 {
    const gate = lufs(this.blocks.meanAbove(ABSOLUTE_GATE)) - 10.0;
    const power = this.blocks.meanAbove(gate);
    return power > 0.0 ? powerToDb(power) - powerToDb(max(0.0, this.blocks.meanCompanyAbove(gate))) : 0.0;
  }

  /** EBU Tech 3342: 10th to 95th percentile of short-term values above −70 LUFS and −20 LU. */
  range(): f64 {
    const gate = lufs(this.shortTerms.meanAbove(ABSOLUTE_GATE)) - 20.0;
    const count = this.shortTerms.countAbove(gate);
    if (count == 0.0) return 0.0;
    const low = this.shortTerms.levelAtRank(gate, nearest((count - 1.0) * 0.1));
    const high = this.shortTerms.levelAtRank(gate, nearest((count - 1.0) * 0.95));
    return high - low;
  }
}

export function makeLoudnessMeter(channels: i32, sampleRate: f64): LoudnessMeter {
  const meter = make<LoudnessMeter>();
  meter.channels = channels;
  meter.sampleRate = sampleRate;
  const padded = METER_CAPACITY + 4;
  meter.input = allocate(<usize>(channels * padded) * 4);
  meter.silent = allocate(<usize>padded * 4);
  meter.scratch = allocate(<usize>padded * 16);
  meter.weights = allocate(<usize>MAX_CHANNELS * 8);
  meter.filters = allocate(<usize>MAX_CHANNELS * 4);
  meter.peaks = allocate(<usize>MAX_CHANNELS * 4);
  for (let c = 0; c < channels; c++) {
    store<f64>(meter.weights + (<usize>c << 3), 1.0);
    store<usize>(meter.peaks + (<usize>c << 2), changetype<usize>(makeTruePeak(METER_CAPACITY)));
    if (!(c & 1)) store<usize>(meter.filters + (<usize>(c >> 1) << 2), changetype<usize>(makeKWeighting(sampleRate)));
  }
  meter.ring = allocate(<usize>SHORT_TERM_CELLS * 32);
  meter.blocks = makeHistogram();
  meter.shortTerms = makeHistogram();
  meter.steps = allocate(<usize>(STEPS_CAPACITY * STEP_FIELDS) * 4);
  meter.cellLeft = <i32>nearest(sampleRate / <f64>CELLS_PER_SECOND);
  return meter;
}

export function meterCreate(channels: i32, sampleRate: f64): usize {
  return changetype<usize>(makeLoudnessMeter(channels, sampleRate));
}

/** Where the host writes up to METER_CAPACITY samples of a channel. */
export function meterInput(meter: usize, channel: i32): usize {
  return changetype<LoudnessMeter>(meter).channelInput(channel);
}

export function meterCapacity(): i32 {
  return METER_CAPACITY;
}

/** Reads one weight per channel from the parameters. */
export function meterSetWeights(meter: usize): void {
  const m = changetype<LoudnessMeter>(meter);
  beginParameters();
  for (let c = 0; c < m.channels; c++) store<f64>(m.weights + (<usize>c << 3), nextNumber());
}

export function meterProcess(meter: usize, frames: i32): void {
  changetype<LoudnessMeter>(meter).process(frames);
}

/**
 * f32 per step of 100 ms: short-term, momentary and largest momentary loudness of the step, its true peak in dB, its sample
 * peak, mean square of all channels, L², R², L R.
 */
export function meterSteps(meter: usize): usize {
  return changetype<LoudnessMeter>(meter).steps;
}

/** Number of steps since the last call; the host copies them from `meterSteps` first. */
export function meterTakeSteps(meter: usize): i32 {
  const m = changetype<LoudnessMeter>(meter);
  const count = m.stepCount;
  m.stepCount = 0;
  return count;
}

/**
 * Results: integrated, range, max momentary, max short-term, momentary, short-term, mono loss, mean of left times right;
 * from 8 on four per channel: true peak, sample peak, mean square, mean.
 */
export function meterRead(meter: usize): void {
  const m = changetype<LoudnessMeter>(meter);
  setResult(0, m.integrated());
  setResult(1, m.range());
  setResult(2, lufs(m.maxMomentary));
  setResult(3, lufs(m.maxShortTerm));
  setResult(4, lufs(m.momentary));
  setResult(5, lufs(m.shortTerm));
  setResult(6, m.monoLoss());
  const perFrame = 1.0 / max(1.0, <f64>m.frames);
  for (let c = 0; c < m.channels; c++) {
    const filter = m.filter(c >> 1);
    const squares = f64x2.add(filter.allSquares, filter.rawSquares);
    const sum = f64x2.add(filter.allSum, filter.rawSum);
    const product = f64x2.add(filter.allProduct, filter.rawProduct);
    if (c == 0) setResult(7, f64x2.extract_lane(product, 0) * perFrame);
    setResult(8 + 4 * c, gainToDb(<f64>m.peak(c).peakAtEnd()));
    setResult(9 + 4 * c, gainToDb(<f64>m.peak(c).samplePeak));
    setResult(10 + 4 * c, (c & 1 ? f64x2.extract_lane(squares, 1) : f64x2.extract_lane(squares, 0)) * perFrame);
    setResult(11 + 4 * c, (c & 1 ? f64x2.extract_lane(sum, 1) : f64x2.extract_lane(sum, 0)) * perFrame);
  }
}
