import { PI, dbToGain, exp2x2, sin } from './math';
import { allocate, make } from './memory';
import { CHUNK, flushTiny } from './frames';
import * as design from './filter-design';
import { Gain, makeGain } from './gain';
import { FACTOR, OVERSAMPLER_LATENCY, Oversampler, makeOversampler } from './oversampler';
import { nextFlag, nextInt, nextNumber } from './parameters';

// Saturation: drive → curve at eight times the sample rate → the level it had before → mixed with the dry signal.
//
// A curve makes harmonics without end, and those above Nyquist fold back. Their levels fall the faster the smoother the
// curve: exponentially for tanh, with the fourth power for a curve whose second derivative is continuous. So the curves are
// smooth and the rate is high, and what is left to fold is below −90 dB (F. Esqueda, S. Bilbao, V. Välimäki, "Aliasing
// reduction in clipped signals", IEEE Trans. Signal Process. 64, 2016, on the decay of harmonics).
//
// tape: tanh, odd harmonics; highs are lifted by 6 dB against lows before and brought back after it, so that they saturate
// first, as on tape. tube: tanh off its centre, even harmonics too, without the DC that makes. clip: straight up to half of
// full scale, a round knee, flat from 1.5 on at full scale.

// Characters, in the order of `saturationCharacters` in src/processors/saturation.ts.
const TAPE: i32 = 0;
const TUBE: i32 = 1;

/** Where tube's curve has its origin, and its tanh and slope there. */
const BIAS: f64 = 0.4;
/** Twice log2 e: e^2x as a power of 2. */
const TWO_LOG2_E: f64 = 2.8853900817779268;
/** clip: straight up to KNEE, flat from 2 − KNEE. */
const KNEE: f64 = 0.5;
/** The level that keeps its loudness whatever the drive: a sine of −12 dBFS. */
const REFERENCE: f64 = 0.251188643150958;
const EMPHASIS_HZ: f64 = 3000.0;
const EMPHASIS_DB: f64 = 3.0;
/** (G² x² + 1) / (x² + G²) at x = 1000 / EMPHASIS_HZ, as a level. */
const LIFT_AT_1_KHZ: f64 = 0.7615770692297928;
const DC_HZ: f64 = 5.0;

/** First-order section, direct form I. */
@unmanaged
class FirstOrder {
  b0: f64;
  b1: f64;
  a1: f64;
  x1: v128;
  y1: v128;

  take(): void {
    this.b0 = design.b0;
    this.b1 = design.b1;
    this.a1 = design.a1;
  }

  process(buffer: usize, frames: i32): void {
    const b0 = f64x2.splat(this.b0);
    const b1 = f64x2.splat(this.b1);
    const a1 = f64x2.splat(this.a1);
    let x1 = this.x1;
    let y1 = this.y1;
    for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 16) {
      const x = v128.load(buffer);
      y1 = f64x2.sub(f64x2.add(f64x2.mul(b0, x), f64x2.mul(b1, x1)), f64x2.mul(a1, y1));
      x1 = x;
      v128.store(buffer, y1);
    }
    this.x1 = x1;
    this.y1 = y1;
  }

  flush(): void {
    this.x1 = flushTiny(this.x1);
    this.y1 = flushTiny(this.y1);
  }

  reset(): void {
    this.x1 = f64x2.splat(0.0);
    this.y1 = f64x2.splat(0.0);
  }
}

@unmanaged
export class Saturation {
  sampleRate: f64;
  enabled: bool;
  character: i32;
  drive: Gain;
  dry: Gain;
  wet: Gain;
  oversampler: Oversampler;
  lift: FirstOrder;
  lower: FirstOrder;
  dcBlocker: FirstOrder;
  /** Dry signal, OVERSAMPLER_LATENCY + CHUNK frames: the past, then the present. */
  past: usize;

  /** Reads enabled, character, drive, mix. */
  read(): void {
    this.enabled = nextFlag();
    this.character = nextInt();
    const drive = dbToGain(max(0.0, min(24.0, nextNumber())));
    const mix = max(0.0, min(1.0, nextNumber()));
    const makeup = REFERENCE / this.referenceLevel(drive);
    // Tape's emphasis turns 1 kHz down, and up again behind the curve; the drive makes up for it.
    const lifted = this.character == TAPE ? LIFT_AT_1_KHZ : 1.0;
    this.drive.set(drive / lifted, drive / lifted);
    this.dry.set(1.0 - mix, 1.0 - mix);
    this.wet.set(mix * makeup * lifted, mix * makeup * lifted);
  }

  /** Amplitude of a sine with the RMS level that the curve makes of the reference sine. */
  private referenceLevel(drive: f64): f64 {
    const points = 256;
    let sum = 0.0;
    let square = 0.0;
    for (let i = 0; i < points; i++) {
      const x = REFERENCE * drive * sin((2.0 * PI * (<f64>i + 0.5)) / <f64>points);
      const y = f64x2.extract_lane(this.curve(f64x2.splat(x)), 0);
      sum += y;
      square += y * y;
    }
    const mean = sum / <f64>points;
    return sqrt(2.0 * (square / <f64>points - mean * mean));
  }

  process(buffer: usize, frames: i32): void {
    if (!this.enabled) return;
    const late = <usize>OVERSAMPLER_LATENCY << 4;
    memory.copy(this.past + late, buffer, <usize>frames << 4);
    this.drive.process(buffer, buffer, frames);
    if (this.character == TAPE) this.lift.process(buffer, frames);
    this.shape(this.oversampler.up(buffer, frames), frames * FACTOR);
    this.oversampler.down(buffer, frames);
    if (this.character == TAPE) this.lower.process(buffer, frames);
    else if (this.character == TUBE) this.dcBlocker.process(buffer, frames);
    this.wet.process(buffer, buffer, frames);
    this.dry.add(this.past, buffer, frames);
    memory.copy(this.past, this.past + (<usize>frames << 4), late);
  }

  private shape(at: usize, count: i32): void {
    const end = at + (<usize>count << 4);
    if (this.character == TAPE) for (; at < end; at += 16) v128.store(at, tanh(v128.load(at)));
    else if (this.character == TUBE) for (; at < end; at += 16) v128.store(at, tube(v128.load(at)));
    else for (; at < end; at += 16) v128.store(at, clip(v128.load(at)));
  }

  private curve(x: v128): v128 {
    return this.character == TAPE ? tanh(x) : this.character == TUBE ? tube(x) : clip(x);
  }

  latency(): i32 {
    return this.enabled ? OVERSAMPLER_LATENCY : 0;
  }

  flush(): void {
    this.lift.flush();
    this.lower.flush();
    this.dcBlocker.flush();
  }

  reset(): void {
    this.drive.reset();
    this.dry.reset();
    this.wet.reset();
    this.oversampler.reset();
    this.lift.reset();
    this.lower.reset();
    this.dcBlocker.reset();
    memory.fill(this.past, 0, <usize>OVERSAMPLER_LATENCY << 4);
  }
}

// Constants of the curves, twice each and in memory: see math.ts.
const TANH: usize = memory.data<f64>([-20.0, -20.0, 20.0, 20.0, TWO_LOG2_E, TWO_LOG2_E, 1.0, 1.0, 2.0, 2.0], 16);
const CLIP: usize = memory.data<f64>(
  [2.0 - KNEE, 2.0 - KNEE, KNEE, KNEE, 0.5 / (1.0 - KNEE), 0.5 / (1.0 - KNEE), 2.0 - 2.0 * KNEE, 2.0 - 2.0 * KNEE, 1.0 - KNEE, 1.0 - KNEE, -0.0, -0.0],
  16,
);

/** 1 − 2 / (e^2x + 1), to 2e-9. */
// @ts-ignore: decorator
@inline
function tanh(x: v128): v128 {
  const bounded = f64x2.pmax(v128.load(TANH), f64x2.pmin(v128.load(TANH, 16), x));
  const power = exp2x2(f64x2.mul(bounded, v128.load(TANH, 32)));
  const one = v128.load(TANH, 48);
  return f64x2.sub(one, f64x2.div(v128.load(TANH, 64), f64x2.add(power, one)));
}

/** tanh (x + BIAS), brought back to 0 at 0 and to slope 1 there. */
// @ts-ignore: decorator
@inline
function tube(x: v128): v128 {
  const y = f64x2.sub(tanh(f64x2.add(x, f64x2.splat(BIAS))), f64x2.splat(BIAS_LEVEL));
  return f64x2.mul(y, f64x2.splat(1.0 / (1.0 - BIAS_LEVEL * BIAS_LEVEL)));
}

/** As `tanh` gives it, so that silence stays silence. */
const BIAS_LEVEL: f64 = f64x2.extract_lane(tanh(f64x2.splat(BIAS)), 0);

/** The slope falls from 1 at KNEE to 0 at 2 − KNEE along 1 − 3t² + 2t³. */
// @ts-ignore: decorator
@inline
function clip(x: v128): v128 {
  const size = f64x2.pmin(v128.load(CLIP), f64x2.abs(x));
  const t = f64x2.pmax(f64x2.splat(0.0), f64x2.mul(f64x2.sub(size, v128.load(CLIP, 16)), v128.load(CLIP, 32)));
  const cube = f64x2.mul(f64x2.mul(t, t), t);
  const fall = f64x2.mul(cube, f64x2.sub(v128.load(CLIP, 48), f64x2.mul(t, v128.load(CLIP, 64))));
  return v128.or(f64x2.sub(size, fall), v128.and(x, v128.load(CLIP, 80)));
}

export function makeSaturation(sampleRate: f64): Saturation {
  const saturation = make<Saturation>();
  saturation.sampleRate = sampleRate;
  saturation.drive = makeGain(sampleRate);
  saturation.dry = makeGain(sampleRate);
  saturation.wet = makeGain(sampleRate);
  saturation.oversampler = makeOversampler();
  saturation.lift = make<FirstOrder>();
  saturation.lower = make<FirstOrder>();
  saturation.dcBlocker = make<FirstOrder>();
  design.designTilt(EMPHASIS_HZ, EMPHASIS_DB, sampleRate);
  saturation.lift.take();
  design.designTilt(EMPHASIS_HZ, -EMPHASIS_DB, sampleRate);
  saturation.lower.take();
  design.designHighPassFirstOrder(DC_HZ, sampleRate);
  saturation.dcBlocker.take();
  saturation.past = allocate(<usize>(OVERSAMPLER_LATENCY + CHUNK) << 4);
  saturation.reset();
  return saturation;
}
