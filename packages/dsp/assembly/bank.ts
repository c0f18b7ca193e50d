import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { BLOCK } from './master';
import { Strip, makeStrip } from './strip';
import { beginParameters } from './parameters';

// A fixed number of strips and their sums: one per bus (mix bus, groups, returns). The sums of the banks are added in the
// order of the banks, always, so that banks may run on threads of their own without a bit of the mix changing.

@unmanaged
class Bank {
  strips: usize;
  stripCount: i32;
  busCount: i32;
  firstReturn: i32;
  /** BLOCK frames per bus. */
  sums: usize;
  /** One byte per bus: something was added in this block. */
  touched: usize;
  scratch: usize;
  /** Frames since the last multiple of CHUNK. */
  phase: i32;
  /** Position in the song of the next frame to come in, and how late it leaves. */
  frame: f64;
  latency: i32;

  strip(index: i32): Strip {
    return changetype<Strip>(load<usize>(this.strips + (<usize>index << 2)));
  }

  /** Sums up to BLOCK frames. */
  process(frames: i32): void {
    this.clear(frames);
    let done = 0;
    while (done < frames) {
      const n = min(frames - done, CHUNK - this.phase);
      const buses = this.sums + (<usize>done << 4);
      const frame = this.frame - <f64>this.latency;
      for (let i = 0; i < this.stripCount; i++) {
        const strip = this.strip(i);
        if (strip.outlet.isSilent()) strip.rest();
        else strip.process(<usize>done << 2, this.scratch, buses, BLOCK << 4, this.firstReturn, frame, n);
      }
      done += n;
      this.frame += <f64>n;
      this.phase += n;
      if (this.phase == CHUNK) {
        this.phase = 0;
        for (let i = 0; i < this.stripCount; i++) this.strip(i).flush();
      }
    }
  }

  /** Empties the sums of the buses that something goes to. */
  private clear(frames: i32): void {
    memory.fill(this.touched, 0, this.busCount);
    for (let i = 0; i < this.stripCount; i++) {
      const strip = this.strip(i);
      if (strip.outlet.isSilent()) continue;
      store<u8>(this.touched + strip.output, 1);
      for (let bus = this.firstReturn; bus < this.busCount; bus++) {
        if (strip.outlet.sendsTo(bus - this.firstReturn)) store<u8>(this.touched + bus, 1);
      }
    }
    for (let bus = 0; bus < this.busCount; bus++) {
      if (load<u8>(this.touched + bus)) memory.fill(this.sums + BLOCK * 16 * bus, 0, <usize>frames << 4);
    }
  }
}

/** `busCount` counts mix bus, groups and returns; `sums` is room for BLOCK frames of each, which banks may share. */
export function bankCreate(stripCount: i32, groupCount: i32, returnCount: i32, sums: usize, sampleRate: f64): usize {
  const bank = make<Bank>();
  bank.stripCount = stripCount;
  bank.busCount = 1 + groupCount + returnCount;
  bank.firstReturn = 1 + groupCount;
  bank.sums = sums;
  bank.touched = allocate(bank.busCount);
  bank.scratch = allocate(<usize>(CHUNK + 4) * 16);
  bank.strips = allocate(<usize>stripCount * 4);
  for (let i = 0; i < stripCount; i++) {
    store<usize>(bank.strips + (<usize>i << 2), changetype<usize>(makeStrip(sampleRate, returnCount, BLOCK)));
  }
  return changetype<usize>(bank);
}

/** Room for the sums of banks that take turns. */
export function bankSums(busCount: i32): usize {
  return allocate(BLOCK * 16 * busCount);
}

export function bankInput(bank: usize, strip: i32, channel: i32): usize {
  const s = changetype<Bank>(bank).strip(strip);
  return channel == 0 ? s.inputLeft : s.inputRight;
}

export function bankLane(bank: usize, strip: i32, lane: i32, count: i32): usize {
  return changetype<Bank>(bank).strip(strip).outlet.lane(lane).reserve(count);
}

export function bankSetStrip(bank: usize, strip: i32): void {
  beginParameters();
  changetype<Bank>(bank).strip(strip).read();
}

/** Longest latency of its strips. */
export function bankLatency(bank: usize): i32 {
  const b = changetype<Bank>(bank);
  let longest = 0;
  for (let i = 0; i < b.stripCount; i++) longest = max(longest, b.strip(i).latency());
  return longest;
}

/** Makes every strip as late as the latest of the whole mix. */
export function bankAlign(bank: usize, latency: i32): void {
  const b = changetype<Bank>(bank);
  b.latency = latency;
  for (let i = 0; i < b.stripCount; i++) b.strip(i).align(latency);
}

export function bankProcess(bank: usize, frames: i32): void {
  changetype<Bank>(bank).process(frames);
}

/** Whether the last block added anything to that bus; otherwise its sum is not there. */
export function bankTouched(bank: usize, bus: i32): i32 {
  return load<u8>(changetype<Bank>(bank).touched + bus);
}

export function bankTakeReduction(bank: usize, strip: i32): f64 {
  return changetype<Bank>(bank).strip(strip).compressor.takeReductionDb();
}

/** Forgets the past signal; the next frame to come in is `frame` of the song. */
export function bankReset(bank: usize, frame: f64): void {
  const b = changetype<Bank>(bank);
  b.phase = 0;
  b.frame = frame;
  for (let i = 0; i < b.stripCount; i++) b.strip(i).reset();
}
