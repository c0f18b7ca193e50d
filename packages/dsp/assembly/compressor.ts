import { exp2x2, dbToGain, smoothingFactor } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { GainComputer, makeGainComputer, peakLevels } from './gain-computer';
import { Lag, makeLag } from './lag';
import { SideChain, lookAheadFrames, makeSideChain } from './side-chain';
import { nextFlag, nextNumber } from './parameters';

// Feed-forward compressor with the detector in the log domain (gain-computer.ts), after D. Giannoulis, M. Massberg,
// J. D. Reiss, "Digital Dynamic Range Compressor Design", J. Audio Eng. Soc. 60 (2012); its automatic release after the
// same authors' "Parameter Automation in a Dynamic Range Compressor", J. Audio Eng. Soc. 61 (2013).
// Latency is the look-ahead, enabled or not. With no reduction and unity makeup the signal passes unchanged.

const RMS_SECONDS: f64 = 0.01;
/** Over which the automatic release takes the crest factor. */
const CREST_SECONDS: f64 = 0.2;
/** Squared crest factors: of a sine, which gets the whole release time, and of what gets a 32nd of it. */
const CREST_LEAST: f64 = 2.0;
const CREST_MOST: f64 = 64.0;

@unmanaged
export class Compressor {
  sampleRate: f64;
  enabled: bool;
  rms: bool;
  computer: GainComputer;
  sideChain: SideChain;
  lag: Lag;
  rmsFactor: f64;
  link: f64;
  dry: f64;
  wet: f64;
  meanSquare: v128;
  /** Automatic release: what the squared crest factor takes off the release factor, and the crest's two averages. */
  auto: bool;
  crestRate: f64;
  crestFactor: f64;
  crestPeak: f64;
  crestMean: f64;
  /** Where `wet` and `dry` are going, and how many frames are left on the way. */
  dryTarget: f64;
  wetTarget: f64;
  fadeLeft: i32;
  running: bool;
  /** f64x2 per frame. */
  level: usize;
  /** f64 per frame. */
  releases: usize;

  /**
   * Reads enabled, threshold, ratio, knee, attack, release, makeup, mix, rms, link, automatic release, look-ahead, low cut
   * and high cut of the side chain.
   */
  read(): void {
    const enabled = nextFlag();
    // While it rested its detector heard nothing.
    if (enabled && !this.enabled && this.fadeLeft == 0) this.forget();
    this.enabled = enabled;
    const thresholdDb = nextNumber();
    const ratio = nextNumber();
    this.computer.set(thresholdDb, ratio, nextNumber());
    const attackMs = nextNumber();
    const releaseMs = nextNumber();
    this.computer.setTimes(attackMs, releaseMs, this.sampleRate);
    const makeup = dbToGain(nextNumber());
    const mix = nextNumber();
    this.rms = nextFlag();
    this.link = nextNumber();
    this.auto = nextFlag();
    this.crestRate = 1.0 / (CREST_LEAST * max(1e-3, releaseMs) * 0.001 * this.sampleRate);
    this.lag.set(lookAheadFrames(nextNumber(), this.sampleRate));
    this.sideChain.read();
    this.dryTarget = this.enabled ? 1.0 - mix : 1.0;
    this.wetTarget = this.enabled ? mix * makeup : 0.0;
    if (this.running) {
      this.fadeLeft = max(1, <i32>(0.01 * this.sampleRate));
    } else {
      this.dry = this.dryTarget;
      this.wet = this.wetTarget;
    }
  }

  process(buffer: usize, frames: i32): void {
    this.running = true;
    if (!this.enabled && this.fadeLeft == 0) {
      this.lag.process(buffer, frames);
      return;
    }
    const key = this.sideChain.process(buffer, frames);
    if (this.auto) this.setReleases(key, frames);
    if (this.link >= 1.0) {
      const computer = this.computer;
      const highest = this.rms ? this.rmsLevels(key, frames) : peakLevels(key, this.level, frames);
      this.lag.process(buffer, frames);
      if (highest < computer.idleBelow && computer.isAtRest()) {
        if (this.fadeLeft == 0 && this.dry + this.wet == 1.0) return;
        memory.fill(this.level, 0, (<usize>frames << 3) + 8);
      } else if (this.auto) {
        computer.processReleasing(this.level, this.releases, frames);
      } else {
        computer.process(this.level, frames);
      }
      this.applyLinked(buffer, frames);
    } else {
      this.detectEach(key, frames);
      this.lag.process(buffer, frames);
      this.applyEach(buffer, frames);
    }
  }

  /** The release of each frame: the steadier the sound, the slower, so that it neither pumps nor hangs on. */
  private setReleases(key: usize, frames: i32): void {
    const k = this.crestFactor;
    const rate = this.crestRate;
    let peak = this.crestPeak;
    let mean = this.crestMean;
    let out = this.releases;
    const end = key + (<usize>frames << 4);
    for (; key < end; key += 16) {
      const square = f64x2.mul(v128.load(key), v128.load(key));
      const louder = max(f64x2.extract_lane(square, 0), f64x2.extract_lane(square, 1));
      mean = k * mean + (1.0 - k) * louder;
      peak = max(louder, k * peak + (1.0 - k) * louder);
      const crest = max(CREST_LEAST, min(CREST_MOST, peak / max(mean, 1e-30)));
      store<f64>(out, max(0.0, 1.0 - rate * crest));
      out += 8;
    }
    this.crestPeak = peak;
    this.crestMean = mean;
  }

  /** Fills `level` with the root mean square of the louder channel, one f64 per frame; returns the highest. */
  private rmsLevels(buffer: usize, frames: i32): f64 {
    const k = this.rmsFactor;
    let state = f64x2.extract_lane(this.meanSquare, 0);
    let out = this.level;
    let highest = 0.0;
    const end = buffer + (<usize>frames << 4);
    for (; buffer < end; buffer += 16) {
      const x = v128.load(buffer);
      const square = f64x2.mul(x, x);
      const louder = max(f64x2.extract_lane(square, 0), f64x2.extract_lane(square, 1));
      state = k * state + (1.0 - k) * louder;
      const level = sqrt(state);
      highest = max(highest, level);
      store<f64>(out, level);
      out += 8;
    }
    this.meanSquare = f64x2.replace_lane(this.meanSquare, 0, state);
    return highest;
  }

  private applyLinked(buffer: usize, frames: i32): void {
    let at = this.level;
    if (this.fadeLeft == 0) {
      const dry = f64x2.splat(this.dry);
      const wet = f64x2.splat(this.wet);
      const end = buffer + (<usize>frames << 4);
      for (; buffer < end; buffer += 32) {
        const gain = f64x2.add(dry, f64x2.mul(wet, exp2x2(f64x2.neg(v128.load(at)))));
        v128.store(buffer, f64x2.mul(v128.load(buffer), i64x2.shuffle(gain, gain, 0, 0)));
        v128.store(buffer, f64x2.mul(v128.load(buffer, 16), i64x2.shuffle(gain, gain, 1, 1)), 16);
        at += 16;
      }
      return;
    }
    for (let i = 0; i < frames; i++) {
      const factor = exp2x2(f64x2.neg(f64x2.splat(load<f64>(at))));
      this.applyFading(buffer, factor);
      at += 8;
      buffer += 16;
    }
  }

  private applyFading(buffer: usize, factor: v128): void {
    if (this.fadeLeft > 0) {
      this.dry += (this.dryTarget - this.dry) / <f64>this.fadeLeft;
      this.wet += (this.wetTarget - this.wet) / <f64>this.fadeLeft;
      this.fadeLeft--;
      if (this.fadeLeft == 0) {
        this.dry = this.dryTarget;
        this.wet = this.wetTarget;
      }
    }
    const gain = f64x2.add(f64x2.splat(this.dry), f64x2.mul(f64x2.splat(this.wet), factor));
    v128.store(buffer, f64x2.mul(v128.load(buffer), gain));
  }

  /** Fills `level` with left and right amplitude of each frame. */
  private detectEach(buffer: usize, frames: i32): void {
    let out = this.level;
    const k = f64x2.splat(this.rmsFactor);
    const rest = f64x2.splat(1.0 - this.rmsFactor);
    let state = this.meanSquare;
    for (let i = 0; i < frames; i++) {
      const x = v128.load(buffer);
      if (this.rms) {
        state = f64x2.add(f64x2.mul(k, state), f64x2.mul(rest, f64x2.mul(x, x)));
        v128.store(out, f64x2.sqrt(state));
      } else {
        v128.store(out, f64x2.abs(x));
      }
      buffer += 16;
      out += 16;
    }
    this.meanSquare = state;
  }

  private applyEach(buffer: usize, frames: i32): void {
    const computer = this.computer;
    const attack = f64x2.splat(computer.attack);
    const attackRest = f64x2.splat(1.0 - computer.attack);
    let release = f64x2.splat(computer.release);
    let releaseRest = f64x2.splat(1.0 - computer.release);
    const link = f64x2.splat(this.link);
    const unlinked = f64x2.splat(1.0 - this.link);
    let state = computer.reduction;
    let deepest = f64x2.splat(computer.deepest);
    let at = this.level;
    computer.want(at, 2 * frames);
    for (let i = 0; i < frames; i++) {
      const own = v128.load(at);
      const larger = f64x2.pmax(own, i64x2.shuffle(own, own, 1, 0));
      const wanted = f64x2.add(f64x2.mul(link, larger), f64x2.mul(unlinked, own));
      if (this.auto) {
        release = v128.load64_splat(this.releases + (<usize>i << 3));
        releaseRest = f64x2.sub(f64x2.splat(1.0), release);
      }
      const rising = f64x2.add(f64x2.mul(attack, state), f64x2.mul(attackRest, wanted));
      const falling = f64x2.add(f64x2.mul(release, state), f64x2.mul(releaseRest, wanted));
      state = v128.bitselect(rising, falling, f64x2.gt(wanted, state));
      deepest = f64x2.pmax(deepest, state);
      this.applyFading(buffer, exp2x2(f64x2.neg(state)));
      at += 16;
      buffer += 16;
    }
    computer.reduction = state;
    computer.deepest = max(f64x2.extract_lane(deepest, 0), f64x2.extract_lane(deepest, 1));
  }

  /** Deepest reduction in dB since the last call. */
  takeReductionDb(): f64 {
    return this.computer.takeReductionDb();
  }

  /** Depends on the look-ahead alone, so that switching it on and off moves nothing in time. */
  latency(): i32 {
    return this.lag.frames;
  }

  flush(): void {
    const tiny = f64x2.splat(1e-100);
    this.meanSquare = v128.and(this.meanSquare, f64x2.gt(this.meanSquare, tiny));
    if (this.crestPeak < 1e-100) this.crestPeak = this.crestMean = 0.0;
    this.computer.flush();
    this.sideChain.flush();
  }

  private forget(): void {
    this.computer.reset();
    this.sideChain.reset();
    this.meanSquare = f64x2.splat(0.0);
    this.crestPeak = this.crestMean = 0.0;
  }

  reset(): void {
    this.forget();
    this.lag.reset();
    this.dry = this.dryTarget;
    this.wet = this.wetTarget;
    this.fadeLeft = 0;
    this.running = false;
  }
}

export function makeCompressor(sampleRate: f64): Compressor {
  const compressor = make<Compressor>();
  compressor.sampleRate = sampleRate;
  compressor.computer = makeGainComputer();
  compressor.sideChain = makeSideChain(sampleRate);
  compressor.lag = makeLag();
  compressor.rmsFactor = smoothingFactor(RMS_SECONDS, sampleRate);
  compressor.crestFactor = smoothingFactor(CREST_SECONDS, sampleRate);
  compressor.level = allocate(<usize>(CHUNK + 2) * 16);
  compressor.releases = allocate(<usize>(CHUNK + 2) * 8);
  compressor.dry = compressor.dryTarget = 1.0;
  compressor.reset();
  return compressor;
}
