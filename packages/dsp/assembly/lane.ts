import { balanceStereo, left, panMono, right } from './gain';
import { allocate, make } from './memory';
import { dbToGain } from './math';

// One automated parameter: points in the song, and the gains between them. Everything is computed from the position of the
// frame alone, so results do not depend on how the stream is cut, and playback may begin anywhere.

/** At this level and below a fader is closed. */
const CLOSED_DB: f64 = -120.0;
const MUTE_SECONDS: f64 = 0.005;

@unmanaged
export class Lane {
  /** f64 pairs: position in samples, value. */
  points: usize;
  capacity: i32;
  count: i32;
  /** The last point at or before the present frame; −1 before the first. */
  at: i32;
  muteFrames: f64;

  /** Room for that many points, to be written by the host; none switches the lane off. */
  reserve(count: i32): usize {
    if (count > this.capacity) {
      this.points = allocate(<usize>count << 4);
      this.capacity = count;
    }
    this.count = count;
    this.at = -1;
    return this.points;
  }

  isOn(): bool {
    return this.count > 0;
  }

  private position(index: i32): f64 {
    return load<f64>(this.points + (<usize>index << 4));
  }

  private value(index: i32): f64 {
    return load<f64>(this.points + (<usize>max(0, index) << 4), 8);
  }

  /** Moves to the point that governs `frame`; answers how many frames from there on, at most `frames`, it does. */
  private find(frame: f64, frames: i32): i32 {
    let at = this.at;
    while (at >= 0 && this.position(at) > frame) at--;
    while (at + 1 < this.count && this.position(at + 1) <= frame) at++;
    this.at = at;
    if (at + 1 >= this.count) return frames;
    return <i32>min(<f64>frames, this.position(at + 1) - frame);
  }

  /** True when the value does not change before the next point. */
  private isLevel(): bool {
    return this.at < 0 || this.at + 1 >= this.count || this.value(this.at) == this.value(this.at + 1);
  }

  /** Value at `frame`, on the straight line from the present point to the next. */
  private between(frame: f64): f64 {
    const from = this.position(this.at);
    const share = (frame - from) / (this.position(this.at + 1) - from);
    return this.value(this.at) + (this.value(this.at + 1) - this.value(this.at)) * share;
  }

  /** Multiplies the gains in `curve` (v128 per frame) with a level in dB. */
  applyLevel(curve: usize, frame: f64, frames: i32): void {
    while (frames > 0) {
      const n = this.find(frame, frames);
      if (this.isLevel()) {
        const gain = levelGain(this.value(this.at));
        for (let i = 0; i < n; i++) scale(curve + (<usize>i << 4), gain, gain);
      } else {
        for (let i = 0; i < n; i++) {
          const gain = levelGain(this.between(frame + <f64>i));
          scale(curve + (<usize>i << 4), gain, gain);
        }
      }
      curve += <usize>n << 4;
      frame += <f64>n;
      frames -= n;
    }
  }

  /** The same with a place between left and right. */
  applyPan(curve: usize, frame: f64, frames: i32, mono: bool): void {
    while (frames > 0) {
      const n = this.find(frame, frames);
      const still = this.isLevel();
      if (still) place(this.value(this.at), mono);
      for (let i = 0; i < n; i++) {
        if (!still) place(this.between(frame + <f64>i), mono);
        scale(curve + (<usize>i << 4), left, right);
      }
      curve += <usize>n << 4;
      frame += <f64>n;
      frames -= n;
    }
  }

  /** The same with a switch: 1 mutes. It turns over within 5 ms after its point, so that nothing clicks. */
  applyMute(curve: usize, frame: f64, frames: i32): void {
    while (frames > 0) {
      const n = this.find(frame, frames);
      const target = 1.0 - this.value(this.at);
      const from = this.at < 0 ? target : this.openAt(this.at);
      const start = this.at < 0 ? 0.0 : this.position(this.at);
      for (let i = 0; i < n; i++) {
        const share = min(1.0, (frame + <f64>i - start) / this.muteFrames);
        const gain = share >= 1.0 ? target : from + (target - from) * share;
        scale(curve + (<usize>i << 4), gain, gain);
      }
      curve += <usize>n << 4;
      frame += <f64>n;
      frames -= n;
    }
  }

  /** How open the switch is when point `index` comes, also where points follow faster than it turns. */
  private openAt(index: i32): f64 {
    let first = index;
    while (first > 0 && this.position(first) - this.position(first - 1) < this.muteFrames) first--;
    let open = 1.0 - this.value(first - 1);
    for (let i = first; i < index; i++) {
      const share = min(1.0, (this.position(i + 1) - this.position(i)) / this.muteFrames);
      open += (1.0 - this.value(i) - open) * share;
    }
    return open;
  }
}

function levelGain(db: f64): f64 {
  return db <= CLOSED_DB ? 0.0 : dbToGain(db);
}

function place(pan: f64, mono: bool): void {
  if (mono) panMono(pan);
  else balanceStereo(pan);
}

// @ts-ignore: decorator
@inline
function scale(at: usize, left: f64, right: f64): void {
  v128.store(at, f64x2.mul(v128.load(at), f64x2.replace_lane(f64x2.splat(left), 1, right)));
}

export function makeLane(sampleRate: f64): Lane {
  const lane = make<Lane>();
  lane.at = -1;
  lane.muteFrames = max(1.0, nearest(MUTE_SECONDS * sampleRate));
  return lane;
}
