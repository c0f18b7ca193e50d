import { PI, sin } from './math';
import { make } from './memory';
import { Cascade, makeCascade } from './cascade';
import { nextFlag, nextInt, nextNumber } from './parameters';
import * as design from './filter-design';

// Equaliser: a dedicated high-pass and up to eight bands in one cascade; each band works on both channels alike, or on mid or
// side alone. Minimum phase, latency 0; linear phase: phase-eq.ts.

export const MAX_BANDS: i32 = 8;
/** Sections a band may need: 48 dB/oct is four second-order ones. */
const SECTIONS_PER_BAND: i32 = 4;

// Band types, in the order of `bandTypes` in src/host/parameter-writer.ts.
const HIGH_PASS: i32 = 0;
const LOW_PASS: i32 = 1;
const LOW_SHELF: i32 = 2;
const HIGH_SHELF: i32 = 3;
const BELL: i32 = 4;
const NOTCH: i32 = 5;
const TILT: i32 = 6;

// Channels, in the order of `bandChannels` in src/host/parameter-writer.ts.
const STEREO: i32 = 0;
const SIDE: i32 = 2;

@unmanaged
export class Eq {
  sampleRate: f64;
  cascade: Cascade;
  /** Of the band being read. */
  channel: i32;

  /** Reads enabled, frequency, slope; goes before `readBands`. */
  readHighPass(): void {
    const cascade = this.cascade;
    cascade.clearTargets();
    this.channel = STEREO;
    const enabled = nextFlag();
    const frequencyHz = nextNumber();
    const slope = nextInt();
    if (enabled) this.setPass(0, HIGH_PASS, frequencyHz, slope, 0.7071067811865476);
  }

  /** The bands alone, without the dedicated high-pass. */
  read(): void {
    this.cascade.clearTargets();
    this.readBands();
  }

  /** Reads enabled, count, then per band type, enabled, channel, frequency, gain, q, slope. */
  readBands(): void {
    const enabled = nextFlag();
    const count = nextInt();
    for (let i = 0; i < count; i++) {
      const type = nextInt();
      const on = nextFlag();
      this.channel = nextInt();
      const frequencyHz = nextNumber();
      const gainDb = nextNumber();
      const q = nextNumber();
      const slope = nextInt();
      if (!enabled || !on || i >= MAX_BANDS) continue;
      const slot = (i + 1) * SECTIONS_PER_BAND;
      if (type == HIGH_PASS || type == LOW_PASS) this.setPass(slot, type, frequencyHz, slope, q);
      else this.setBand(slot, type, frequencyHz, gainDb, q);
    }
    this.cascade.commit();
  }

  private setBand(slot: i32, type: i32, frequencyHz: f64, gainDb: f64, q: f64): void {
    if (gainDb == 0.0 && type != NOTCH) return;
    if (type == LOW_SHELF) design.designShelf(false, frequencyHz, gainDb, q, this.sampleRate);
    else if (type == HIGH_SHELF) design.designShelf(true, frequencyHz, gainDb, q, this.sampleRate);
    else if (type == BELL) design.designBell(frequencyHz, gainDb, q, this.sampleRate);
    else if (type == NOTCH) design.designNotch(frequencyHz, q, this.sampleRate);
    else if (type == TILT) design.designTilt(frequencyHz, gainDb, this.sampleRate);
    this.store(slot);
  }

  /** Butterworth of order slope / 6; second order with a Q of its own. */
  private setPass(slot: i32, type: i32, frequencyHz: f64, slope: i32, q: f64): void {
    const order = max(1, min(8, slope / 6));
    if (order == 2) {
      this.designPass(type, frequencyHz, q);
      this.store(slot);
      return;
    }
    for (let k = 0; k < order / 2; k++) {
      // Butterworth pole pair k at angle π (2k + 1) / (2 order) from the imaginary axis.
      const angle = (PI * <f64>(2 * k + 1)) / <f64>(2 * order);
      this.designPass(type, frequencyHz, 0.5 / sin(angle));
      this.store(slot++);
    }
    if (order & 1) {
      if (type == HIGH_PASS) design.designHighPassFirstOrder(frequencyHz, this.sampleRate);
      else design.designLowPassFirstOrder(frequencyHz, this.sampleRate);
      this.store(slot);
    }
  }

  private designPass(type: i32, frequencyHz: f64, q: f64): void {
    if (type == HIGH_PASS) design.designHighPass(frequencyHz, q, this.sampleRate);
    else design.designLowPass(frequencyHz, q, this.sampleRate);
  }

  private store(slot: i32): void {
    if (this.channel == STEREO) this.cascade.setSection(slot, design.b0, design.b1, design.b2, design.a1, design.a2);
    else this.cascade.setLane(slot, this.channel == SIDE ? 1 : 0, design.b0, design.b1, design.b2, design.a1, design.a2);
  }

  process(buffer: usize, frames: i32): void {
    this.cascade.process(buffer, frames);
  }

  flush(): void {
    this.cascade.flush();
  }

  reset(): void {
    this.cascade.reset();
  }
}

export function makeEq(sampleRate: f64): Eq {
  const eq = make<Eq>();
  eq.sampleRate = sampleRate;
  eq.cascade = makeCascade((MAX_BANDS + 1) * SECTIONS_PER_BAND, sampleRate);
  return eq;
}
