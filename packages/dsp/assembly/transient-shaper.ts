import { DB_PER_LOG2, LOG2_PER_DB, exp2x2, smoothingFactor } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { peakLevels } from './gain-computer';
import { nextFlag, nextNumber } from './parameters';

// Transient shaper, channels linked: level-independent gain from the differences of envelopes. One envelope follows every
// onset at once and lets go quickly; a second one rises slowly, a third falls slowly. How far the first is above the second
// says "attack", how far it is below the third says "sustain". (The principle of SPL's "Differential Envelope Technology";
// envelopes as in U. Zölzer (ed.), "DAFX", 2nd ed. (2011), §4.2.) Latency 0.

/** Peaks are held so long: half a wave of 42 Hz, so that low notes do not modulate their own gain. */
const HOLD_SECONDS: f64 = 0.012;
const FAST_RELEASE_SECONDS: f64 = 0.03;
const SLOW_ATTACK_SECONDS: f64 = 0.025;
const SLOW_RELEASE_SECONDS: f64 = 0.4;
/** The gain moves no faster than this. */
const SMOOTH_SECONDS: f64 = 0.0007;
/** −120 dBFS: what is quieter is left alone. */
const FLOOR: f64 = 1e-6;
/** log2 of a gain that counts as 1. */
const REST: f64 = 1e-8;

@unmanaged
export class TransientShaper {
  sampleRate: f64;
  /** log2 of the gain that a pure attack and a pure decay get; 0 when disabled. */
  attack: f64;
  sustain: f64;
  holdFrames: i32;
  fastFall: f64;
  slowRise: f64;
  slowFall: f64;
  smooth: f64;
  fast: f64;
  holdLeft: i32;
  rising: f64;
  falling: f64;
  /** log2. */
  gain: f64;
  lowest: f64;
  /** f64 per frame. */
  level: usize;

  /** Reads enabled, attack dB, sustain dB. */
  read(): void {
    const enabled = nextFlag();
    const attack = nextNumber() * LOG2_PER_DB;
    const sustain = nextNumber() * LOG2_PER_DB;
    const rested = this.rests();
    this.attack = enabled ? attack : 0.0;
    this.sustain = enabled ? sustain : 0.0;
    if (rested && !this.rests()) this.forget();
  }

  private rests(): bool {
    return this.attack == 0.0 && this.sustain == 0.0 && this.gain == 0.0;
  }

  process(buffer: usize, frames: i32): void {
    if (this.rests()) return;
    peakLevels(buffer, this.level, frames);
    this.follow(frames);
    let at = this.level;
    for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 32) {
      const gain = exp2x2(v128.load(at));
      v128.store(buffer, f64x2.mul(v128.load(buffer), i64x2.shuffle(gain, gain, 0, 0)));
      v128.store(buffer, f64x2.mul(v128.load(buffer, 16), i64x2.shuffle(gain, gain, 1, 1)), 16);
      at += 16;
    }
  }

  /** Amplitudes to log2 gains. */
  private follow(frames: i32): void {
    const hold = this.holdFrames;
    const fastFall = this.fastFall;
    const slowRise = this.slowRise;
    const slowFall = this.slowFall;
    const smooth = this.smooth;
    const attack = this.attack;
    const sustain = this.sustain;
    let fast = this.fast;
    let holdLeft = this.holdLeft;
    let rising = this.rising;
    let falling = this.falling;
    let gain = this.gain;
    let lowest = this.lowest;
    let at = this.level;
    for (const end = at + (<usize>frames << 3); at < end; at += 8) {
      const level = load<f64>(at);
      if (level >= fast) {
        fast = level;
        holdLeft = hold;
      } else if (holdLeft > 0) {
        holdLeft--;
      } else {
        fast = max(level, fast * fastFall);
      }
      // Never above the fast one, so that the attack is over when it says so.
      rising = min(fast, fast + slowRise * (rising - fast));
      falling = max(fast, falling * slowFall);
      const onset = (fast - rising) / max(fast, FLOOR);
      const decay = (falling - fast) / max(falling, FLOOR);
      const wanted = attack * onset + sustain * decay;
      gain = wanted + smooth * (gain - wanted);
      gain = abs(gain) < REST && abs(wanted) < REST ? 0.0 : gain;
      lowest = min(lowest, gain);
      store<f64>(at, gain);
    }
    this.fast = fast;
    this.holdLeft = holdLeft;
    this.rising = rising;
    this.falling = falling;
    this.gain = gain;
    this.lowest = lowest;
  }

  /** Deepest reduction in dB since the last call. */
  takeReductionDb(): f64 {
    const db = -this.lowest * DB_PER_LOG2;
    this.lowest = 0.0;
    return db;
  }

  flush(): void {
    if (this.falling < 1e-100) this.fast = this.rising = this.falling = 0.0;
    if (this.fast < 1e-100) this.fast = this.rising = 0.0;
  }

  private forget(): void {
    this.fast = this.rising = this.falling = 0.0;
    this.holdLeft = 0;
  }

  reset(): void {
    this.forget();
    this.gain = this.lowest = 0.0;
  }
}

export function makeTransientShaper(sampleRate: f64): TransientShaper {
  const shaper = make<TransientShaper>();
  shaper.sampleRate = sampleRate;
  shaper.holdFrames = <i32>nearest(HOLD_SECONDS * sampleRate);
  shaper.fastFall = smoothingFactor(FAST_RELEASE_SECONDS, sampleRate);
  shaper.slowRise = smoothingFactor(SLOW_ATTACK_SECONDS, sampleRate);
  shaper.slowFall = smoothingFactor(SLOW_RELEASE_SECONDS, sampleRate);
  shaper.smooth = smoothingFactor(SMOOTH_SECONDS, sampleRate);
  shaper.level = allocate(<usize>(CHUNK + 2) * 8);
  shaper.reset();
  return shaper;
}
