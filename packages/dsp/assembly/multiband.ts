import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { Compressor, makeCompressor } from './compressor';
import { Crossover, makeCrossover } from './crossover';
import { Lag, makeLag } from './lag';
import { StateVariable, makeStateVariable } from './state-variable';
import { lookAheadFrames } from './side-chain';
import { nextFlag, nextInt, nextNumber } from './parameters';

// Multiband compressor: two to five bands, each with a compressor of its own. The bands are split off from the lowest up;
// what was split off takes the phase of every later crossover when it joins the sum, so that bands at rest add up to an
// all-pass, flat in magnitude (J. A. D'Appolito, "Active realization of multiway all-pass crossover systems", J. Audio Eng.
// Soc. 35 (1987)). Latency is the look-ahead, enabled or not; disabled it changes nothing.

export const MAX_MULTIBANDS: i32 = 5;
const FRAMES: usize = CHUNK + 2;

@unmanaged
export class Multiband {
  sampleRate: f64;
  enabled: bool;
  count: i32;
  crossovers: usize;
  phases: usize;
  compressors: usize;
  lag: Lag;
  /** Of the compressed sound. */
  share: f64;
  /** Frames until `share` has arrived, of which it moves in the last `fadeFrames`. */
  fadeLeft: i32;
  fadeFrames: i32;
  running: bool;
  /** Frames of the bands, one after the other. */
  parts: usize;

  crossover(index: i32): Crossover {
    return changetype<Crossover>(load<usize>(this.crossovers + (<usize>index << 2)));
  }

  /** The phase of the crossover with the same index. */
  private phase(index: i32): StateVariable {
    return changetype<StateVariable>(load<usize>(this.phases + (<usize>index << 2)));
  }

  compressor(index: i32): Compressor {
    return changetype<Compressor>(load<usize>(this.compressors + (<usize>index << 2)));
  }

  private part(index: i32): usize {
    return this.parts + <usize>index * (FRAMES << 4);
  }

  /** Reads enabled, look-ahead, the number of bands, the crossovers in Hz, the compressors of the bands. */
  read(): void {
    const wasEnabled = this.enabled;
    this.enabled = nextFlag();
    this.lag.set(lookAheadFrames(nextNumber(), this.sampleRate));
    const count = min(MAX_MULTIBANDS, max(2, nextInt()));
    // While it rested it heard nothing, and other bands are another network.
    if (count != this.count || (this.enabled && !wasEnabled && this.fadeLeft == 0)) this.forget();
    this.count = count;
    for (let i = 0; i < count - 1; i++) {
      const frequencyHz = nextNumber();
      this.crossover(i).set(frequencyHz);
      this.phase(i).set(frequencyHz, Math.SQRT1_2);
    }
    for (let i = 0; i < count; i++) this.compressor(i).read();
    if (!this.running) this.arrive();
    else if (this.enabled != wasEnabled) this.fadeLeft = this.fadeFrames + (this.enabled ? this.lag.frames : 0);
  }

  process(buffer: usize, frames: i32): void {
    this.running = true;
    if (!this.enabled && this.fadeLeft == 0) {
      this.lag.process(buffer, frames);
      return;
    }
    const last = this.count - 1;
    memory.copy(this.part(last), buffer, <usize>frames << 4);
    for (let i = 0; i < last; i++) this.crossover(i).split(this.part(last), this.part(i), this.part(last), frames);
    for (let i = 0; i <= last; i++) this.compressor(i).process(this.part(i), frames);
    const sum = this.part(0);
    for (let i = 1; i <= last; i++) {
      if (i < last) this.phase(i).allPass(sum, frames);
      add(sum, this.part(i), frames);
    }
    this.lag.process(buffer, frames);
    if (this.fadeLeft == 0) memory.copy(buffer, sum, <usize>frames << 4);
    else this.fade(buffer, sum, frames);
  }

  private fade(buffer: usize, wet: usize, frames: i32): void {
    const target = this.enabled ? 1.0 : 0.0;
    for (let i = 0; i < frames; i++) {
      if (this.fadeLeft > 0) {
        if (this.fadeLeft <= this.fadeFrames) this.share += (target - this.share) / <f64>this.fadeLeft;
        this.fadeLeft--;
        if (this.fadeLeft == 0) this.share = target;
      }
      const dry = v128.load(buffer);
      const more = f64x2.mul(f64x2.splat(this.share), f64x2.sub(v128.load(wet), dry));
      const mixed = f64x2.add(dry, more);
      v128.store(buffer, this.share == 0.0 ? dry : this.share == 1.0 ? v128.load(wet) : mixed);
      buffer += 16;
      wet += 16;
    }
  }

  private arrive(): void {
    this.share = this.enabled ? 1.0 : 0.0;
    this.fadeLeft = 0;
  }

  latency(): i32 {
    return this.lag.frames;
  }

  /** Deepest reduction of any band in dB since the last call. */
  takeReductionDb(): f64 {
    let deepest = 0.0;
    for (let i = 0; i < this.count; i++) deepest = max(deepest, this.compressor(i).takeReductionDb());
    return deepest;
  }

  flush(): void {
    for (let i = 0; i < this.count; i++) this.compressor(i).flush();
    for (let i = 0; i < this.count - 1; i++) {
      this.crossover(i).flush();
      this.phase(i).flush();
    }
  }

  private forget(): void {
    for (let i = 0; i < MAX_MULTIBANDS; i++) this.compressor(i).reset();
    for (let i = 0; i < MAX_MULTIBANDS - 1; i++) {
      this.crossover(i).reset();
      this.phase(i).reset();
    }
  }

  reset(): void {
    this.forget();
    this.lag.reset();
    this.running = false;
    this.arrive();
  }
}

function add(sum: usize, part: usize, frames: i32): void {
  for (const end = sum + (<usize>frames << 4); sum < end; sum += 16) {
    v128.store(sum, f64x2.add(v128.load(sum), v128.load(part)));
    part += 16;
  }
}

export function makeMultiband(sampleRate: f64): Multiband {
  const multiband = make<Multiband>();
  multiband.sampleRate = sampleRate;
  multiband.lag = makeLag();
  multiband.fadeFrames = max(1, <i32>(0.02 * sampleRate));
  multiband.crossovers = allocate((MAX_MULTIBANDS - 1) * 4);
  multiband.phases = allocate((MAX_MULTIBANDS - 1) * 4);
  multiband.compressors = allocate(MAX_MULTIBANDS * 4);
  multiband.parts = allocate(<usize>MAX_MULTIBANDS * (FRAMES << 4));
  for (let i = 0; i < MAX_MULTIBANDS; i++) {
    const at = <usize>i << 2;
    store<usize>(multiband.compressors + at, changetype<usize>(makeCompressor(sampleRate)));
    if (i == MAX_MULTIBANDS - 1) break;
    store<usize>(multiband.crossovers + at, changetype<usize>(makeCrossover(sampleRate)));
    store<usize>(multiband.phases + at, changetype<usize>(makeStateVariable(sampleRate)));
  }
  multiband.count = 2;
  return multiband;
}
