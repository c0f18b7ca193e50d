import { allocate, make } from './memory';
import { interleave } from './frames';
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

export const METER_CAPACITY: i32 = 4096;
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
const CURVE_CAPACITY: i32 = 1024;

// @ts-ignore: decorator
@inline
function lufs(power: f64): f64 {
  return OFFSET_DB + powerToDb(power);
}

/** Energies above the absolute gate: per bin a count and a sum, f64 each. */
@unmanaged
class Histogram {
  bins: usize;

  add(power: f64): void {
    const level = lufs(power);
    if (!(level > ABSOLUTE_GATE)) return;
    const at = this.bins + (<usize>this.binOf(level) << 4);
    store<f64>(at, load<f64>(at) + 1.0);
    store<f64>(at, load<f64>(at, 8) + power, 8);
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
      const at = this.bins + (<usize>bin << 4);
      count += load<f64>(at);
      sum += load<f64>(at, 8);
    }
    return count > 0.0 ? sum / count : 0.0;
  }

  countAbove(level: f64): f64 {
    let count = 0.0;
    for (let bin = this.firstBin(level); bin < BINS; bin++) count += load<f64>(this.bins + (<usize>bin << 4));
    return count;
  }

  /** Level of the value with `rank` values below it, counted from `level` upwards. */
  levelAtRank(level: f64, rank: f64): f64 {
    let count = 0.0;
    for (let bin = this.firstBin(level); bin < BINS; bin++) {
      const at = this.bins + (<usize>bin << 4);
      const here = load<f64>(at);
      count += here;
      if (here > 0.0 && count > rank) return lufs(load<f64>(at, 8) / here);
    }
    return ABSOLUTE_GATE;
  }
}

function makeHistogram(): Histogram {
  const histogram = make<Histogram>();
  histogram.bins = allocate(<usize>BINS * 16);
  return histogram;
}

@unmanaged
class LoudnessMeter {
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
  /** Ring of the last SHORT_TERM_CELLS cells: weighted sum of squares and frames. */
  ring: usize;
  maxMomentary: f64;
  maxShortTerm: f64;
  momentary: f64;
  shortTerm: f64;
  blocks: Histogram;
  shortTerms: Histogram;
  curve: usize;
  curveCount: i32;

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

  process(frames: i32): void {
    for (let c = 0; c < this.channels; c++) this.peak(c).process(this.channelInput(c), frames);
    let done = 0;
    while (done < frames) {
      const n = min(frames - done, this.cellLeft);
      for (let c = 0; c < this.channels; c += 2) this.addPair(c, done, n);
      done += n;
      this.cellLeft -= n;
      this.frames += n;
      if (this.cellLeft == 0) this.finishCell();
    }
  }

  private addPair(channel: i32, from: i32, frames: i32): void {
    const offset = <usize>from << 2;
    interleave(this.channelInput(channel) + offset, this.channelInput(channel + 1) + offset, this.scratch, frames);
    // One cell may arrive in pieces; the sum runs on sample by sample, so it does not depend on where they were cut.
    const at = this.weights + (<usize>channel << 3);
    const sums = this.filter(channel >> 1).sumSquares(this.scratch, frames, v128.load(at, MAX_CHANNELS * 8));
    v128.store(at, sums, MAX_CHANNELS * 8);
  }

  private finishCell(): void {
    let power = 0.0;
    for (let c = 0; c < this.channels; c++) {
      const at = this.weights + (<usize>c << 3);
      power += load<f64>(at) * load<f64>(at, MAX_CHANNELS * 8);
    }
    memory.fill(this.weights + MAX_CHANNELS * 8, 0, MAX_CHANNELS * 8);
    for (let c = 0; c < this.channels; c += 2) this.filter(c >> 1).flush();

    const slot = this.ring + (<usize>(this.cells % SHORT_TERM_CELLS) << 4);
    const begin = this.cells == 0 ? 0 : this.cellEnd(this.cells - 1);
    store<f64>(slot, power);
    store<f64>(slot, <f64>(this.cellEnd(this.cells) - begin), 8);
    this.cells++;
    this.cellLeft = <i32>(this.cellEnd(this.cells) - this.frames);

    this.momentary = this.meanOfLast(MOMENTARY_CELLS);
    this.shortTerm = this.meanOfLast(SHORT_TERM_CELLS);
    if (this.cells >= MOMENTARY_CELLS) this.maxMomentary = max(this.maxMomentary, this.momentary);
    if (this.cells >= SHORT_TERM_CELLS) this.maxShortTerm = max(this.maxShortTerm, this.shortTerm);
    if (this.cells % CELLS_PER_STEP != 0) return;
    if (this.cells >= MOMENTARY_CELLS) this.blocks.add(this.momentary);
    if (this.cells >= SHORT_TERM_CELLS) this.shortTerms.add(this.shortTerm);
    if (this.curveCount < CURVE_CAPACITY) {
      store<f32>(this.curve + (<usize>this.curveCount << 2), <f32>lufs(this.shortTerm));
      this.curveCount++;
    }
  }

  /** Mean power over the last `count` cells; before that many have passed, over silence before the start. */
  private meanOfLast(count: i32): f64 {
    let power = 0.0;
    let frames = 0.0;
    const available = <i32>min(this.cells, <i64>count);
    for (let i = 1; i <= available; i++) {
      const slot = this.ring + (<usize>((this.cells - i) % SHORT_TERM_CELLS) << 4);
      power += load<f64>(slot);
      frames += load<f64>(slot, 8);
    }
    if (available < count) frames = (<f64>count * this.sampleRate) / <f64>CELLS_PER_SECOND;
    return frames > 0.0 ? power / frames : 0.0;
  }

  integrated(): f64 {
    const ungated = this.blocks.meanAbove(ABSOLUTE_GATE);
    return lufs(this.blocks.meanAbove(lufs(ungated) - 10.0));
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

export function meterCreate(channels: i32, sampleRate: f64): usize {
  const meter = make<LoudnessMeter>();
  meter.channels = channels;
  meter.sampleRate = sampleRate;
  const padded = METER_CAPACITY + 4;
  meter.input = allocate(<usize>(channels * padded) * 4);
  meter.silent = allocate(<usize>padded * 4);
  meter.scratch = allocate(<usize>padded * 16);
  meter.weights = allocate(<usize>MAX_CHANNELS * 16);
  meter.filters = allocate(<usize>MAX_CHANNELS * 4);
  meter.peaks = allocate(<usize>MAX_CHANNELS * 4);
  for (let c = 0; c < channels; c++) {
    store<f64>(meter.weights + (<usize>c << 3), 1.0);
    store<usize>(meter.peaks + (<usize>c << 2), changetype<usize>(makeTruePeak(METER_CAPACITY)));
    if (!(c & 1)) store<usize>(meter.filters + (<usize>(c >> 1) << 2), changetype<usize>(makeKWeighting(sampleRate)));
  }
  meter.ring = allocate(<usize>SHORT_TERM_CELLS * 16);
  meter.blocks = makeHistogram();
  meter.shortTerms = makeHistogram();
  meter.curve = allocate(<usize>CURVE_CAPACITY * 4);
  meter.cellLeft = <i32>nearest(sampleRate / <f64>CELLS_PER_SECOND);
  return changetype<usize>(meter);
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

export function meterCurve(meter: usize): usize {
  return changetype<LoudnessMeter>(meter).curve;
}

/** Number of curve values since the last call; the host copies them from `meterCurve` first. */
export function meterTakeCurve(meter: usize): i32 {
  const m = changetype<LoudnessMeter>(meter);
  const count = m.curveCount;
  m.curveCount = 0;
  return count;
}

/** Results: integrated, range, max momentary, max short-term, momentary, short-term; then per channel true and sample peak. */
export function meterRead(meter: usize): void {
  const m = changetype<LoudnessMeter>(meter);
  setResult(0, m.integrated());
  setResult(1, m.range());
  setResult(2, lufs(m.maxMomentary));
  setResult(3, lufs(m.maxShortTerm));
  setResult(4, lufs(m.momentary));
  setResult(5, lufs(m.shortTerm));
  for (let c = 0; c < m.channels; c++) {
    setResult(6 + 2 * c, gainToDb(<f64>m.peak(c).peakAtEnd()));
    setResult(7 + 2 * c, gainToDb(<f64>m.peak(c).samplePeak));
  }
}
