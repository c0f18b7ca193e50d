import { allocate, make } from './memory';
import { sanitize } from './frames';

// What can be told from samples one by one: silence, bits in use, clipped runs, and whether two channels are the same.

const MAX_CHANNELS: i32 = 8;
const GROUP: i32 = 128;
/** Below −90 dBFS counts as silence. */
const SILENCE: f32 = 3.1622776601683795e-5;
const SHORTEST_RUN: i32 = 3;
export const KEPT_RUNS: i32 = 100;
/** 16-bit files clip at −32768 and at +32767: both are the maximum. */
const TOLERANCE: f32 = 0.99993896484375;
/** A quiet low note also stands still at its crest; only what comes near full scale is called clipped. */
const LOWEST_CLIP: f32 = 0.5;

@unmanaged
class Channel {
  peak: f32;
  /** The run of equal samples that goes on. */
  runValue: f32;
  runSamples: i32;
  runAt: i64;
}

@unmanaged
export class SignalScan {
  count: i32;
  channels: usize;
  frames: i64;
  /** f32 per channel and group of the block: largest magnitude. */
  peaks: usize;
  maximum: f32;
  differs: bool;
  firstLoud: i64;
  lastLoud: i64;
  /** Samples times this are integers; 0 when bits are not counted. */
  bitScale: f32;
  usedBits: i32;
  runCount: i32;
  /** f64 × 3 per kept run: frame, samples, channel. */
  runs: usize;
  channel(index: i32): Channel {
    return changetype<Channel>(load<usize>(this.channels + (<usize>index << 2)));
  }

  /** `input` is the first channel, the others follow every `stride` bytes. */
  process(input: usize, stride: usize, frames: i32): void {
    const groups = (frames + GROUP - 1) / GROUP;
    let peak: f32 = 0;
    for (let c = 0; c < this.count; c++) peak = max(peak, this.scanChannel(c, input + <usize>c * stride, frames, groups));
    if (this.count == 2 && !this.differs) this.compare(input, input + stride, frames);
    if (peak > SILENCE) this.findSilence(input, stride, frames);
    this.findClips(input, stride, frames, groups, peak);
    if (this.bitScale > 0 && !(this.usedBits & 1)) {
      for (let c = 0; c < this.count; c++) this.addBits(input + <usize>c * stride, frames);
    }
    this.frames += frames;
  }

  private scanChannel(index: i32, input: usize, frames: i32, groups: i32): f32 {
    let out = this.peaks + (<usize>(index * groups) << 2);
    let largest: f32 = 0;
    for (let from = 0; from < frames; from += GROUP) {
      const n = min(GROUP, frames - from);
      let at = input + (<usize>from << 2);
      const end = at + (<usize>(n & ~3) << 2);
      let high = f32x4.splat(0);
      for (; at < end; at += 16) high = f32x4.pmax(high, f32x4.abs(sanitize(v128.load(at))));
      for (let i = n & 3; i > 0; i--, at += 4) high = f32x4.pmax(high, f32x4.abs(sanitize(v128.load32_splat(at))));
      const peak = max(
        max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)),
        max(f32x4.extract_lane(high, 2), f32x4.extract_lane(high, 3)),
      );
      store<f32>(out, peak);
      out += 4;
      largest = max(largest, peak);
    }
    const channel = this.channel(index);
    channel.peak = max(channel.peak, largest);
    return largest;
  }

  /** Until the first difference. */
  private compare(left: usize, right: usize, frames: i32): void {
    if (memory.compare(left, right, <usize>frames << 2) != 0) this.differs = true;
  }

  private isLoud(input: usize, stride: usize, at: i32): bool {
    for (let c = 0; c < this.count; c++) {
      if (abs(load<f32>(input + <usize>c * stride + (<usize>at << 2))) > SILENCE) return true;
    }
    return false;
  }

  private findSilence(input: usize, stride: usize, frames: i32): void {
    if (this.firstLoud < 0) {
      let at = 0;
      while (at < frames - 1 && !this.isLoud(input, stride, at)) at++;
      this.firstLoud = this.frames + at;
    }
    let at = frames - 1;
    while (at > 0 && !this.isLoud(input, stride, at)) at--;
    this.lastLoud = this.frames + at;
  }

  /** Runs at the largest magnitude so far; when a larger sample comes, what was found below it is forgotten. */
  private findClips(input: usize, stride: usize, frames: i32, groups: i32, peak: f32): void {
    if (peak * TOLERANCE > this.maximum) {
      this.runCount = 0;
      for (let c = 0; c < this.count; c++) this.channel(c).runSamples = 0;
    }
    this.maximum = max(this.maximum, peak);
    const limit = max(LOWEST_CLIP, this.maximum * TOLERANCE);
    for (let c = 0; c < this.count; c++) {
      const channel = this.channel(c);
      for (let group = 0; group < groups; group++) {
        if (load<f32>(this.peaks + (<usize>(c * groups + group) << 2)) < limit) {
          if (channel.runSamples > 0) this.closeRun(channel, c);
          continue;
        }
        const from = group * GROUP;
        this.searchRuns(channel, c, input + <usize>c * stride, from, min(frames, from + GROUP), limit);
      }
    }
  }

  private searchRuns(channel: Channel, index: i32, input: usize, from: i32, to: i32, limit: f32): void {
    for (let at = from; at < to; at++) {
      const x = load<f32>(input + (<usize>at << 2));
      if (!(abs(x) >= limit)) {
        if (channel.runSamples > 0) this.closeRun(channel, index);
      } else if (channel.runSamples > 0 && x == channel.runValue) {
        channel.runSamples++;
      } else {
        this.closeRun(channel, index);
        channel.runValue = x;
        channel.runSamples = 1;
        channel.runAt = this.frames + at;
      }
    }
  }

  private closeRun(channel: Channel, index: i32): void {
    if (channel.runSamples >= SHORTEST_RUN) {
      if (this.runCount < KEPT_RUNS) {
        const at = this.runs + <usize>this.runCount * 24;
        store<f64>(at, <f64>channel.runAt);
        store<f64>(at, <f64>channel.runSamples, 8);
        store<f64>(at, <f64>index, 16);
      }
      this.runCount++;
    }
    channel.runSamples = 0;
  }

  closeRuns(): void {
    for (let c = 0; c < this.count; c++) this.closeRun(this.channel(c), c);
  }

  private addBits(input: usize, frames: i32): void {
    const scale = f32x4.splat(this.bitScale);
    let bits = i32x4.splat(0);
    const end = input + (<usize>(frames & ~3) << 2);
    for (; input < end; input += 16) {
      bits = v128.or(bits, i32x4.trunc_sat_f32x4_s(f32x4.mul(v128.load(input), scale)));
    }
    for (let i = frames & 3; i > 0; i--, input += 4) {
      bits = v128.or(bits, i32x4.trunc_sat_f32x4_s(f32x4.mul(v128.load32_splat(input), scale)));
    }
    const two = v128.or(bits, i32x4.shuffle(bits, bits, 2, 3, 0, 1));
    this.usedBits |= i32x4.extract_lane(two, 0) | i32x4.extract_lane(two, 1);
  }
}

/** `bits` of integer samples, or 0 to leave them uncounted. */
export function makeSignalScan(channels: i32, bits: i32, capacity: i32): SignalScan {
  const it = make<SignalScan>();
  it.count = channels;
  it.channels = allocate(MAX_CHANNELS * 4);
  for (let c = 0; c < channels; c++) {
    store<usize>(it.channels + (<usize>c << 2), changetype<usize>(make<Channel>()));
  }
  it.peaks = allocate(<usize>(channels * (capacity / GROUP + 1)) * 4);
  it.runs = allocate(KEPT_RUNS * 24);
  it.firstLoud = -1;
  it.lastLoud = -1;
  it.bitScale = bits > 0 ? <f32>(1 << (bits - 1)) : 0;
  return it;
}
