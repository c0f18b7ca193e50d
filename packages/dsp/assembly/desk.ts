import { allocate, make } from './memory';
import { CHUNK, deinterleave } from './frames';
import { Compressor, makeCompressor } from './compressor';
import { EffectReturn, makeEffectReturn } from './effect-return';
import { Eq, makeEq } from './eq';
import { Gain, makeGain } from './gain';
import { Group, makeGroup } from './group';
import { Lag, makeLag } from './lag';
import { BLOCK } from './master';
import { addFrames } from './outlet';
import { dbToGain } from './math';
import { beginParameters, nextNumber } from './parameters';

// What comes behind the banks of strips: their sums → groups → returns → mix bus. In double precision to the end.
// Stages wait for one another: all groups leave as late as the latest, and so does what goes past them.

@unmanaged
class Desk {
  groupCount: i32;
  returnCount: i32;
  groups: usize;
  returns: usize;
  /** One per bus, for what goes past the groups: the mix bus and the returns. Groups have their own. */
  lags: usize;
  /** BLOCK frames per bus: mix bus, groups, returns. */
  totals: usize;
  /** One byte per bus: the banks added something to it in this block. */
  touched: usize;
  /** A chunk and a little more: processors may touch a frame beyond the ones they are given. */
  scratch: usize;
  outputLeft: usize;
  outputRight: usize;
  phase: i32;
  /** Position in the song of the next frame of the banks' inputs, and how late their sums are. */
  frame: f64;
  stripLatency: i32;
  groupLatency: i32;
  eq: Eq;
  compressor: Compressor;
  gain: Gain;

  group(index: i32): Group {
    return changetype<Group>(load<usize>(this.groups + (<usize>index << 2)));
  }

  effectReturn(index: i32): EffectReturn {
    return changetype<EffectReturn>(load<usize>(this.returns + (<usize>index << 2)));
  }

  private lag(bus: i32): Lag {
    return changetype<Lag>(load<usize>(this.lags + (<usize>bus << 2)));
  }

  total(bus: i32): usize {
    return this.totals + BLOCK * 16 * bus;
  }

  busCount(): i32 {
    return 1 + this.groupCount + this.returnCount;
  }

  /** Mixes what was added since the last time and empties the totals. */
  process(frames: i32): void {
    for (let i = 0; i < this.returnCount; i++) {
      const bus = 1 + this.groupCount + i;
      if (load<u8>(this.touched + bus) || this.groupSendsTo(i)) this.effectReturn(i).fed = true;
    }
    let done = 0;
    while (done < frames) {
      const n = min(frames - done, CHUNK - this.phase);
      this.processChunk(done, n);
      done += n;
      this.frame += <f64>n;
      this.phase += n;
      if (this.phase == CHUNK) {
        this.phase = 0;
        for (let i = 0; i < this.groupCount; i++) this.group(i).flush();
        for (let i = 0; i < this.returnCount; i++) this.effectReturn(i).flush();
        this.eq.flush();
        this.compressor.flush();
      }
    }
    for (let bus = 0; bus < this.busCount(); bus++) memory.fill(this.total(bus), 0, <usize>frames << 4);
    memory.fill(this.touched, 0, this.busCount());
  }

  private groupSendsTo(index: i32): bool {
    for (let i = 0; i < this.groupCount; i++) if (this.group(i).outlet.sendsTo(index)) return true;
    return false;
  }

  private processChunk(done: i32, frames: i32): void {
    const offset = <usize>done << 4;
    const bus = this.total(0) + offset;
    const scratch = this.scratch;
    const firstReturn = 1 + this.groupCount;
    this.lag(0).process(bus, frames);
    for (let i = 0; i < this.returnCount; i++) {
      this.lag(firstReturn + i).process(this.total(firstReturn + i) + offset, frames);
    }
    const frame = this.frame - <f64>(this.stripLatency + this.groupLatency);
    const returns = this.total(firstReturn) + offset;
    for (let i = 0; i < this.groupCount; i++) {
      const group = this.group(i);
      if (group.outlet.isSilent()) group.rest();
      else {
        memory.copy(scratch, this.total(1 + i) + offset, <usize>frames << 4);
        group.process(scratch, bus, returns, BLOCK << 4, frame, frames);
      }
    }
    for (let i = 0; i < this.returnCount; i++) {
      this.effectReturn(i).process(this.total(firstReturn + i) + offset, bus, frames);
    }
    memory.copy(scratch, bus, <usize>frames << 4);
    this.eq.process(scratch, frames);
    this.compressor.process(scratch, frames);
    if (this.gain.isAt(1.0, 1.0)) this.gain.skip();
    else this.gain.process(scratch, scratch, frames);
    const out = <usize>done << 2;
    deinterleave(scratch, this.outputLeft + out, this.outputRight + out, frames);
  }

  align(stripLatency: i32): void {
    let longest = 0;
    for (let i = 0; i < this.groupCount; i++) longest = max(longest, this.group(i).latency());
    this.stripLatency = stripLatency;
    this.groupLatency = longest;
    for (let i = 0; i < this.groupCount; i++) this.group(i).align(longest);
    this.lag(0).set(longest);
    for (let i = 0; i < this.returnCount; i++) this.lag(1 + this.groupCount + i).set(longest);
  }

  reset(): void {
    this.phase = 0;
    memory.fill(this.totals, 0, BLOCK * 16 * this.busCount());
    for (let bus = 0; bus < this.busCount(); bus++) this.lag(bus).reset();
    for (let i = 0; i < this.groupCount; i++) this.group(i).reset();
    for (let i = 0; i < this.returnCount; i++) this.effectReturn(i).reset();
    this.eq.reset();
    this.compressor.reset();
    this.gain.reset();
  }
}

export function deskCreate(groupCount: i32, returnCount: i32, sampleRate: f64): usize {
  const desk = make<Desk>();
  desk.groupCount = groupCount;
  desk.returnCount = returnCount;
  const busCount = desk.busCount();
  desk.groups = allocate(<usize>groupCount * 4);
  for (let i = 0; i < groupCount; i++) {
    store<usize>(desk.groups + (<usize>i << 2), changetype<usize>(makeGroup(returnCount, sampleRate)));
  }
  desk.returns = allocate(<usize>returnCount * 4);
  for (let i = 0; i < returnCount; i++) {
    store<usize>(desk.returns + (<usize>i << 2), changetype<usize>(makeEffectReturn(sampleRate)));
  }
  desk.lags = allocate(<usize>busCount * 4);
  for (let bus = 0; bus < busCount; bus++) {
    store<usize>(desk.lags + (<usize>bus << 2), changetype<usize>(makeLag()));
  }
  desk.totals = allocate(BLOCK * 16 * busCount);
  desk.scratch = allocate(<usize>(CHUNK + 4) * 16);
  desk.touched = allocate(busCount);
  desk.outputLeft = allocate(<usize>(BLOCK + 4) * 4);
  desk.outputRight = allocate(<usize>(BLOCK + 4) * 4);
  desk.eq = makeEq(sampleRate);
  desk.compressor = makeCompressor(sampleRate);
  desk.gain = makeGain(sampleRate);
  return changetype<usize>(desk);
}

/** Where the sum of a bank is put that comes from another thread: BLOCK frames. */
export function deskInbox(): usize {
  return allocate(BLOCK * 16);
}

export function deskOutput(desk: usize, channel: i32): usize {
  const d = changetype<Desk>(desk);
  return channel == 0 ? d.outputLeft : d.outputRight;
}

export function deskLane(desk: usize, group: i32, lane: i32, count: i32): usize {
  return changetype<Desk>(desk).group(group).outlet.lane(lane).reserve(count);
}

export function deskSetGroup(desk: usize, group: i32): void {
  beginParameters();
  changetype<Desk>(desk).group(group).read();
}

export function deskSetReturn(desk: usize, index: i32): void {
  beginParameters();
  changetype<Desk>(desk).effectReturn(index).read();
}

/** Reads EQ, compressor and gain of the mix bus. */
export function deskSetBus(desk: usize): void {
  const d = changetype<Desk>(desk);
  beginParameters();
  d.eq.read();
  d.compressor.read();
  const gain = dbToGain(nextNumber());
  d.gain.set(gain, gain);
}

/** Follows settings: `stripLatency` is how late the sums of the banks are. */
export function deskAlign(desk: usize, stripLatency: i32): void {
  changetype<Desk>(desk).align(stripLatency);
}

/** Adds the sum of a bank to a bus. Banks come in their order. */
export function deskAdd(desk: usize, bus: i32, sum: usize, frames: i32): void {
  const d = changetype<Desk>(desk);
  addFrames(sum, d.total(bus), frames);
  store<u8>(d.touched + bus, 1);
}

export function deskProcess(desk: usize, frames: i32): void {
  changetype<Desk>(desk).process(frames);
}

/** Frames by which the mix is late. */
export function deskLatency(desk: usize): i32 {
  const d = changetype<Desk>(desk);
  return d.stripLatency + d.groupLatency + d.compressor.latency();
}

/** Frames an effect rings on after what it is fed. */
export function deskTail(desk: usize, index: i32): i32 {
  return changetype<Desk>(desk).effectReturn(index).tail();
}

/** Deepest reduction in dB of a group's compressor since the last call; group −1 is the mix bus. */
export function deskTakeReduction(desk: usize, group: i32): f64 {
  const d = changetype<Desk>(desk);
  return group < 0 ? d.compressor.takeReductionDb() : d.group(group).compressor.takeReductionDb();
}

export function deskReset(desk: usize, frame: f64): void {
  const d = changetype<Desk>(desk);
  d.frame = frame;
  d.reset();
}
