import { LOG2_PER_DB, dbToGain, exp2x2, gainToDb, log2x2, smoothingFactor } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { peakLevels } from './gain-computer';
import { Lag, makeLag } from './lag';
import { SideChain, lookAheadFrames, makeSideChain } from './side-chain';
import { nextFlag, nextNumber } from './parameters';

// Gate and downward expander, channels linked: peak envelope → open or closed with hysteresis and hold → static curve of
// what is closed → gain that opens and closes exponentially. U. Zölzer (ed.), "DAFX", 2nd ed. (2011), §4.2.
// Latency is the look-ahead, enabled or not. While open the signal passes unchanged.

/** How the envelope falls between the peaks of a wave. */
const ENVELOPE_SECONDS: f64 = 0.01;
/** From this ratio on what is closed gets the whole range. */
const GATE_RATIO: f64 = 100.0;
/** A gain this close to where it is going has arrived. */
const ARRIVED: f64 = 1e-9;
/** Level of what is open, as the static curve sees it. */
const OPEN: f64 = 1e30;

@unmanaged
export class Gate {
  sampleRate: f64;
  enabled: bool;
  sideChain: SideChain;
  lag: Lag;
  /** Amplitudes, and the upper one in log2 units. */
  opensAt: f64;
  closesAt: f64;
  threshold: f64;
  /** ratio − 1. */
  slope: f64;
  hard: bool;
  /** Gain and log2 of the gain of what is shut. */
  floor: f64;
  floorLevel: f64;
  attack: f64;
  release: f64;
  fall: f64;
  holdFrames: i32;
  envelope: f64;
  open: bool;
  holdLeft: i32;
  gain: f64;
  lowest: f64;
  /** f64 per frame. */
  level: usize;

  /** Reads enabled, threshold, hysteresis, ratio, range, attack, hold, release, look-ahead, side chain. */
  read(): void {
    const enabled = nextFlag();
    // While it rested its detector heard nothing.
    if (enabled && !this.enabled && this.gain == 1.0) this.forget();
    this.enabled = enabled;
    const thresholdDb = nextNumber();
    this.threshold = thresholdDb * LOG2_PER_DB;
    this.opensAt = dbToGain(thresholdDb);
    this.closesAt = dbToGain(thresholdDb - max(0.0, nextNumber()));
    const ratio = nextNumber();
    this.slope = max(0.0, ratio - 1.0);
    this.hard = ratio >= GATE_RATIO;
    const rangeDb = max(0.0, nextNumber());
    this.floor = dbToGain(-rangeDb);
    this.floorLevel = -rangeDb * LOG2_PER_DB;
    this.attack = smoothingFactor(nextNumber() * 0.001, this.sampleRate);
    const hold = <i32>nearest(nextNumber() * 0.001 * this.sampleRate);
    this.release = smoothingFactor(nextNumber() * 0.001, this.sampleRate);
    this.lag.set(lookAheadFrames(nextNumber(), this.sampleRate));
    // What opened it early must not close it early.
    this.holdFrames = hold + this.lag.frames;
    this.sideChain.read();
  }

  process(buffer: usize, frames: i32): void {
    if (!this.enabled && this.gain == 1.0) {
      this.lag.process(buffer, frames);
      return;
    }
    peakLevels(this.sideChain.process(buffer, frames), this.level, frames);
    const allOpen = this.decide(frames);
    this.lag.process(buffer, frames);
    if (allOpen && this.gain == 1.0) return;
    this.setTargets(frames, allOpen);
    this.apply(buffer, frames);
  }

  /** Turns amplitudes into the level of what is closed and OPEN for what is open; true when all is open. */
  private decide(frames: i32): bool {
    const fall = this.fall;
    let envelope = this.envelope;
    let allOpen = true;
    let at = this.level;
    for (const end = at + (<usize>frames << 3); at < end; at += 8) {
      envelope = max(load<f64>(at), envelope * fall);
      if (envelope >= this.opensAt || (this.open && envelope >= this.closesAt)) {
        this.open = true;
        this.holdLeft = this.holdFrames;
      } else if (this.holdLeft > 0) {
        this.holdLeft--;
      } else {
        this.open = false;
      }
      const open = this.open || !this.enabled;
      allOpen = allOpen && open;
      store<f64>(at, open ? OPEN : envelope);
    }
    this.envelope = envelope;
    return allOpen;
  }

  /** Levels to gains wanted. */
  private setTargets(frames: i32, allOpen: bool): void {
    let at = this.level;
    const end = at + (<usize>frames << 3);
    if (allOpen || this.hard) {
      for (; at < end; at += 8) store<f64>(at, load<f64>(at) == OPEN ? 1.0 : this.floor);
      return;
    }
    const threshold = f64x2.splat(this.threshold);
    const slope = f64x2.splat(this.slope);
    const floor = f64x2.splat(this.floorLevel);
    for (; at < end; at += 16) {
      const below = f64x2.pmin(f64x2.splat(0.0), f64x2.sub(log2x2(v128.load(at)), threshold));
      v128.store(at, exp2x2(f64x2.pmax(floor, f64x2.mul(slope, below))));
    }
  }

  private apply(buffer: usize, frames: i32): void {
    const attack = this.attack;
    const release = this.release;
    let gain = this.gain;
    let lowest = this.lowest;
    let at = this.level;
    for (const end = at + (<usize>frames << 3); at < end; at += 8) {
      const wanted = load<f64>(at);
      const away = gain - wanted;
      gain = wanted + (wanted > gain ? attack : release) * away;
      gain = abs(gain - wanted) < ARRIVED ? wanted : gain;
      lowest = min(lowest, gain);
      v128.store(buffer, f64x2.mul(v128.load(buffer), f64x2.splat(gain)));
      buffer += 16;
    }
    this.gain = gain;
    this.lowest = lowest;
  }

  /** Deepest reduction in dB since the last call. */
  takeReductionDb(): f64 {
    const db = -gainToDb(max(1e-30, this.lowest));
    this.lowest = 1.0;
    return max(0.0, db);
  }

  latency(): i32 {
    return this.lag.frames;
  }

  flush(): void {
    if (this.envelope < 1e-100) this.envelope = 0.0;
    this.sideChain.flush();
  }

  private forget(): void {
    this.sideChain.reset();
    this.envelope = 0.0;
    this.open = false;
    this.holdLeft = 0;
  }

  reset(): void {
    this.forget();
    this.lag.reset();
    this.gain = this.lowest = 1.0;
  }
}

export function makeGate(sampleRate: f64): Gate {
  const gate = make<Gate>();
  gate.sampleRate = sampleRate;
  gate.sideChain = makeSideChain(sampleRate);
  gate.lag = makeLag();
  gate.fall = smoothingFactor(ENVELOPE_SECONDS, sampleRate);
  gate.level = allocate(<usize>(CHUNK + 2) * 8);
  gate.reset();
  return gate;
}
