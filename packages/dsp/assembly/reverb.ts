import { PI, dbToGain, exp, exp2 } from './math';
import { allocate, make } from './memory';
import { flushTiny } from './frames';
import { Gain, makeGain } from './gain';
import { nextFlag, nextNumber } from './parameters';

// Reverberation: pre-delay → two pairs of diffusing allpasses → feedback delay network of eight lines with a Householder
// matrix and a low-pass in every line, so that high frequencies die first.
// J.-M. Jot, A. Chaigne, "Digital delay networks for designing artificial reverberators", AES 90 (1991);
// J. Dattorro, "Effect Design, Part 1", J. Audio Eng. Soc. 45 (1997) for the input diffusion.
// Wet signal alone; latency 0 (the pre-delay is part of the effect).

const LINES: i32 = 8;
const DIFFUSERS: i32 = 4;
const MAX_PRE_DELAY_SECONDS: f64 = 0.25;
const DIFFUSION: f64 = 0.65;

/** Line lengths in milliseconds at size 1; no two share a simple ratio. */
function lineMs(line: i32): f64 {
  if (line == 0) return 61.3;
  if (line == 1) return 67.9;
  if (line == 2) return 75.1;
  if (line == 3) return 82.7;
  if (line == 4) return 90.1;
  if (line == 5) return 98.9;
  if (line == 6) return 108.7;
  return 119.3;
}

function diffuserMs(index: i32): f64 {
  if (index == 0) return 4.77;
  if (index == 1) return 3.59;
  if (index == 2) return 12.73;
  return 9.31;
}

function isOddPrime(n: i32): bool {
  for (let d = 3; d * d <= n; d += 2) if (n % d == 0) return false;
  return true;
}

/** The smallest odd prime from n up. */
function nextPrime(n: i32): i32 {
  let candidate = max(3, n) | 1;
  while (!isOddPrime(candidate)) candidate += 2;
  return candidate;
}

@unmanaged
export class Reverb {
  sampleRate: f64;
  enabled: bool;
  decaySeconds: f64;
  preDelay: i32;
  preDelaySize: i32;
  preDelayAt: i32;
  preDelayBuffer: usize;
  /** Per diffuser: i32 length, i32 position, then a v128 ring in `diffuserBuffers`. */
  diffusers: usize;
  diffuserSize: i32;
  diffuserBuffers: usize;
  /** Per line: i32 length, i32 position, f64 gain; f64 rings in `lineBuffers`. */
  lines: usize;
  lineSize: i32;
  lineBuffers: usize;
  /** f64 per line: low-pass memory, then the outputs of this frame. */
  memories: usize;
  outputs: usize;
  damping: f64;
  inputGain: f64;
  /** Of the side of what comes out. */
  width: Gain;
  level: Gain;

  /** Reads enabled, size, decay, damping, pre-delay, width, return level. */
  read(): void {
    this.enabled = nextFlag();
    const size = 0.25 + 0.75 * max(0.0, min(1.0, nextNumber()));
    this.decaySeconds = max(0.05, nextNumber());
    const damping = max(0.0, min(1.0, nextNumber()));
    const preDelayMs = nextNumber();
    const width = nextNumber();
    this.width.set(width, width);
    const level = this.enabled ? dbToGain(nextNumber()) : 0.0;
    this.level.set(level, level);
    this.preDelay = min(this.preDelaySize - 1, max(1, <i32>nearest(preDelayMs * 0.001 * this.sampleRate)));
    // Corner from 18 kHz (bright) to 1 kHz (dark), in equal steps of pitch.
    const cornerHz = min(0.45 * this.sampleRate, 18000.0 * exp2(-4.17 * damping));
    this.damping = exp((-2.0 * PI * cornerHz) / this.sampleRate);
    let energy = 0.0;
    for (let line = 0; line < LINES; line++) {
      const at = this.lines + (<usize>line << 4);
      const wanted = <i32>(lineMs(line) * 0.001 * size * this.sampleRate);
      const length = min(this.lineSize, nextPrime(wanted));
      if (load<i32>(at) != length) {
        store<i32>(at, length);
        store<i32>(at, load<i32>(at, 4) % length, 4);
      }
      // −60 dB after decaySeconds.
      const gain = exp2((-9.965784284662087 * <f64>length) / (this.sampleRate * this.decaySeconds));
      store<f64>(at, gain, 8);
      energy += gain * gain;
    }
    // The sum of the tail's energy does not depend on the decay time.
    this.inputGain = sqrt(1.0 - energy / <f64>LINES);
  }

  tail(): i32 {
    return this.enabled ? <i32>ceil(1.6 * this.decaySeconds * this.sampleRate) + this.preDelay : 0;
  }

  /** Adds the reverberation of `input` to `out`. */
  process(input: usize, out: usize, frames: i32): void {
    if (this.level.isSilent()) return;
    const at = input;
    for (let i = 0; i < frames; i++) {
      v128.store(input, this.tick(this.diffuse(this.delay(v128.load(input)))));
      input += 16;
    }
    this.level.add(at, out, frames);
  }

  private delay(x: v128): v128 {
    v128.store(this.preDelayBuffer + (<usize>this.preDelayAt << 4), x);
    let from = this.preDelayAt - this.preDelay;
    if (from < 0) from += this.preDelaySize;
    if (++this.preDelayAt >= this.preDelaySize) this.preDelayAt = 0;
    return v128.load(this.preDelayBuffer + (<usize>from << 4));
  }

  private diffuse(x: v128): v128 {
    const g = f64x2.splat(DIFFUSION);
    for (let i = 0; i < DIFFUSERS; i++) {
      const state = this.diffusers + (<usize>i << 3);
      const position = load<i32>(state, 4);
      const slot = this.diffuserBuffers + (<usize>(i * this.diffuserSize + position) << 4);
      const old = v128.load(slot);
      const inner = f64x2.sub(x, f64x2.mul(g, old));
      v128.store(slot, flushTiny(inner));
      x = f64x2.add(old, f64x2.mul(g, inner));
      const next = position + 1;
      store<i32>(state, next >= load<i32>(state) ? 0 : next, 4);
    }
    return x;
  }

  /** One frame through the network. */
  private tick(x: v128): v128 {
    let sum = 0.0;
    const damping = this.damping;
    for (let line = 0; line < LINES; line++) {
      const state = this.lines + (<usize>line << 4);
      const slot = this.lineBuffers + (<usize>(line * this.lineSize + load<i32>(state, 4)) << 3);
      const memory = this.memories + (<usize>line << 3);
      const late = load<f64>(slot);
      const soft = late + damping * (load<f64>(memory) - late);
      store<f64>(memory, abs(soft) > 1e-100 ? soft : 0.0);
      const y = soft * load<f64>(state, 8);
      store<f64>(this.outputs + (<usize>line << 3), y);
      sum += y;
    }
    // Householder: every line gets itself minus 2/N of the sum.
    const shared = sum * (2.0 / <f64>LINES);
    const left = f64x2.extract_lane(x, 0) * this.inputGain;
    const right = f64x2.extract_lane(x, 1) * this.inputGain;
    for (let line = 0; line < LINES; line++) {
      const state = this.lines + (<usize>line << 4);
      const position = load<i32>(state, 4);
      const y = load<f64>(this.outputs + (<usize>line << 3)) - shared + (line & 1 ? right : left);
      store<f64>(this.lineBuffers + (<usize>(line * this.lineSize + position) << 3), abs(y) > 1e-100 ? y : 0.0);
      const next = position + 1;
      store<i32>(state, next >= load<i32>(state) ? 0 : next, 4);
    }
    const o = this.outputs;
    const wetLeft = 0.5 * (load<f64>(o) - load<f64>(o, 16) + load<f64>(o, 32) - load<f64>(o, 48));
    const wetRight = 0.5 * (load<f64>(o, 8) - load<f64>(o, 24) + load<f64>(o, 40) - load<f64>(o, 56));
    const mid = 0.5 * (wetLeft + wetRight);
    const side = 0.5 * (wetLeft - wetRight) * f64x2.extract_lane(this.width.next(), 0);
    return f64x2.replace_lane(f64x2.splat(mid + side), 1, mid - side);
  }

  reset(): void {
    memory.fill(this.preDelayBuffer, 0, <usize>this.preDelaySize << 4);
    memory.fill(this.diffuserBuffers, 0, <usize>(DIFFUSERS * this.diffuserSize) << 4);
    memory.fill(this.lineBuffers, 0, <usize>(LINES * this.lineSize) << 3);
    memory.fill(this.memories, 0, <usize>LINES << 3);
    this.preDelayAt = 0;
    for (let i = 0; i < DIFFUSERS; i++) store<i32>(this.diffusers + (<usize>i << 3), 0, 4);
    for (let line = 0; line < LINES; line++) store<i32>(this.lines + (<usize>line << 4), 0, 4);
    this.width.reset();
    this.level.reset();
  }
}

export function makeReverb(sampleRate: f64): Reverb {
  const reverb = make<Reverb>();
  reverb.sampleRate = sampleRate;
  reverb.preDelaySize = <i32>(MAX_PRE_DELAY_SECONDS * sampleRate) + 2;
  reverb.preDelayBuffer = allocate(<usize>reverb.preDelaySize * 16);
  reverb.diffuserSize = nextPrime(<i32>(0.013 * sampleRate)) + 1;
  reverb.diffusers = allocate(<usize>DIFFUSERS * 8);
  reverb.diffuserBuffers = allocate(<usize>(DIFFUSERS * reverb.diffuserSize) * 16);
  for (let i = 0; i < DIFFUSERS; i++) {
    const length = nextPrime(<i32>(diffuserMs(i) * 0.001 * sampleRate));
    store<i32>(reverb.diffusers + (<usize>i << 3), min(reverb.diffuserSize, length));
  }
  reverb.lineSize = nextPrime(<i32>(0.12 * sampleRate)) + 1;
  reverb.lines = allocate(<usize>LINES * 16);
  reverb.lineBuffers = allocate(<usize>(LINES * reverb.lineSize) * 8);
  reverb.memories = allocate(<usize>LINES * 8);
  reverb.outputs = allocate(<usize>LINES * 8);
  reverb.width = makeGain(sampleRate);
  reverb.level = makeGain(sampleRate);
  reverb.level.set(0.0, 0.0);
  return reverb;
}
