import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { Gain, balanceStereo, left, makeGain, panMono, right } from './gain';
import { Lane, makeLane } from './lane';
import { dbToGain } from './math';
import { nextFlag, nextNumber } from './parameters';

// The way out of a strip or a group: automated mute → sends before the fader → width → fader and pan → output and sends
// behind the fader.

/** Places of the lanes; the sends' follow. As in src/host/automation-lanes.ts. */
const FADER: i32 = 0;
const PAN: i32 = 1;
const MUTE: i32 = 2;
const SENDS: i32 = 3;

@unmanaged
export class Outlet {
  returnCount: i32;
  mono: bool;
  /** Lane 0: a channel's share of itself, lane 1: of the other one. */
  width: Gain;
  fader: Gain;
  /** Pointers: per return a gain before the fader, one behind it; the lanes. */
  pre: usize;
  post: usize;
  lanes: usize;
  /** v128 per frame. */
  curve: usize;
  copy: usize;

  private gainAt(list: usize, index: i32): Gain {
    return changetype<Gain>(load<usize>(list + (<usize>index << 2)));
  }

  lane(index: i32): Lane {
    return changetype<Lane>(load<usize>(this.lanes + (<usize>index << 2)));
  }

  /** Reads pan, width, fader, audible, then per return the level and whether it is taken before the fader. */
  read(mono: bool): void {
    this.mono = mono;
    const pan = nextNumber();
    const asked = nextNumber();
    const width = mono ? 1.0 : asked;
    this.width.set(0.5 * (1.0 + width), 0.5 * (1.0 - width));
    const faderDb = nextNumber();
    const level = this.lane(FADER).isOn() ? 1.0 : dbToGain(faderDb);
    const audible = nextFlag() ? 1.0 : 0.0;
    if (this.lane(PAN).isOn()) this.fader.set(level * audible, level * audible);
    else {
      if (mono) panMono(pan);
      else balanceStereo(pan);
      this.fader.set(level * audible * left, level * audible * right);
    }
    for (let i = 0; i < this.returnCount; i++) {
      const sendLevel = nextNumber();
      const send = this.lane(SENDS + i).isOn() ? 1.0 : dbToGain(sendLevel);
      const isPre = nextFlag();
      const before = isPre ? send * audible : 0.0;
      const behind = isPre ? 0.0 : send;
      this.gainAt(this.pre, i).set(before, before);
      this.gainAt(this.post, i).set(behind, behind);
    }
  }

  /** Neither heard nor sent anywhere. */
  isSilent(): bool {
    if (!this.fader.isSilent()) return false;
    for (let i = 0; i < this.returnCount; i++) if (!this.gainAt(this.pre, i).isSilent()) return false;
    return true;
  }

  sendsTo(index: i32): bool {
    if (!this.gainAt(this.pre, index).isSilent()) return true;
    return !this.fader.isSilent() && !this.gainAt(this.post, index).isSilent();
  }

  /** Frames pass that need not be computed because nothing of them is heard. */
  skip(): void {
    this.fader.skip();
    this.width.skip();
    for (let i = 0; i < this.returnCount; i++) {
      this.gainAt(this.pre, i).skip();
      this.gainAt(this.post, i).skip();
    }
  }

  /**
   * Adds `buffer`, which is used up, to `out` and to the inputs of the returns: one after another from `returns` on,
   * `stride` bytes apart. `frame` is the position in the song.
   */
  process(buffer: usize, out: usize, returns: usize, stride: usize, frame: f64, frames: i32): void {
    if (this.lane(MUTE).isOn()) {
      this.clearCurve(frames);
      this.lane(MUTE).applyMute(this.curve, frame, frames);
      this.applyCurve(buffer, buffer, frames);
    }
    for (let i = 0; i < this.returnCount; i++) this.send(this.pre, i, buffer, returns + stride * i, frame, frames);
    if (!this.mono) this.applyWidth(buffer, frames);
    this.automate(buffer, frame, frames);
    let sends = false;
    for (let i = 0; i < this.returnCount && !sends; i++) sends = !this.gainAt(this.post, i).isSilent();
    if (!sends) {
      for (let i = 0; i < this.returnCount; i++) this.gainAt(this.post, i).skip();
      this.fader.add(buffer, out, frames);
      return;
    }
    this.fader.process(buffer, buffer, frames);
    addFrames(buffer, out, frames);
    for (let i = 0; i < this.returnCount; i++) this.send(this.post, i, buffer, returns + stride * i, frame, frames);
  }

  private send(list: usize, index: i32, buffer: usize, to: usize, frame: f64, frames: i32): void {
    const gain = this.gainAt(list, index);
    if (gain.isSilent()) {
      gain.skip();
      return;
    }
    const lane = this.lane(SENDS + index);
    if (lane.isOn()) {
      this.clearCurve(frames);
      lane.applyLevel(this.curve, frame, frames);
      this.applyCurve(buffer, this.copy, frames);
      gain.add(this.copy, to, frames);
    } else {
      gain.add(buffer, to, frames);
    }
  }

  private automate(buffer: usize, frame: f64, frames: i32): void {
    const level = this.lane(FADER);
    const pan = this.lane(PAN);
    if (!level.isOn() && !pan.isOn()) return;
    this.clearCurve(frames);
    if (level.isOn()) level.applyLevel(this.curve, frame, frames);
    if (pan.isOn()) pan.applyPan(this.curve, frame, frames, this.mono);
    this.applyCurve(buffer, buffer, frames);
  }

  private clearCurve(frames: i32): void {
    const end = this.curve + (<usize>frames << 4);
    for (let at = this.curve; at < end; at += 16) v128.store(at, f64x2.splat(1.0));
  }

  private applyCurve(from: usize, to: usize, frames: i32): void {
    let gain = this.curve;
    const end = from + (<usize>frames << 4);
    for (; from < end; from += 16) {
      v128.store(to, f64x2.mul(v128.load(from), v128.load(gain)));
      to += 16;
      gain += 16;
    }
  }

  private applyWidth(buffer: usize, frames: i32): void {
    const width = this.width;
    if (width.isAt(1.0, 0.0)) {
      width.skip();
      return;
    }
    const end = buffer + (<usize>frames << 4);
    for (; buffer < end; buffer += 16) {
      const share = width.next();
      const x = v128.load(buffer);
      const own = f64x2.mul(x, i64x2.shuffle(share, share, 0, 0));
      const other = f64x2.mul(i64x2.shuffle(x, x, 1, 0), i64x2.shuffle(share, share, 1, 1));
      v128.store(buffer, f64x2.add(own, other));
    }
  }

  reset(): void {
    this.fader.reset();
    this.width.reset();
    for (let i = 0; i < this.returnCount; i++) {
      this.gainAt(this.pre, i).reset();
      this.gainAt(this.post, i).reset();
    }
  }
}

export function addFrames(input: usize, out: usize, frames: i32): void {
  const end = input + (<usize>frames << 4);
  while (input < end) {
    v128.store(out, f64x2.add(v128.load(out), v128.load(input)));
    input += 16;
    out += 16;
  }
}

export function makeOutlet(returnCount: i32, sampleRate: f64): Outlet {
  const outlet = make<Outlet>();
  outlet.returnCount = returnCount;
  outlet.width = makeGain(sampleRate);
  outlet.width.set(1.0, 0.0);
  outlet.fader = makeGain(sampleRate);
  outlet.pre = allocate(<usize>(returnCount << 2));
  outlet.post = allocate(<usize>(returnCount << 2));
  for (let i = 0; i < returnCount; i++) {
    store<usize>(outlet.pre + (<usize>i << 2), changetype<usize>(makeGain(sampleRate)));
    store<usize>(outlet.post + (<usize>i << 2), changetype<usize>(makeGain(sampleRate)));
  }
  outlet.lanes = allocate(<usize>((SENDS + returnCount) << 2));
  for (let i = 0; i < SENDS + returnCount; i++) {
    store<usize>(outlet.lanes + (<usize>i << 2), changetype<usize>(makeLane(sampleRate)));
  }
  outlet.curve = allocate(<usize>CHUNK << 4);
  outlet.copy = allocate(<usize>CHUNK << 4);
  return outlet;
}
