import { LOG2_PER_DB, exp2x2 } from './math';
import { allocate, make } from './memory';
import { CHUNK } from './frames';
import { GainComputer, makeGainComputer, peakLevels } from './gain-computer';
import { StateVariable, makeStateVariable } from './state-variable';
import { nextFlag, nextInt, nextNumber } from './parameters';

// Dynamic EQ and de-esser: up to four bands one after the other, channels linked. A band is the signal plus its own
// state-variable outputs, scaled: a bell is 1 + (G − 1) band, a shelf 1 + (√G − 1) band + (G − 1) pass (P. A. Regalia,
// S. K. Mitra, "Tunable digital frequency response equalization filters", IEEE Trans. ASSP 35 (1987), in state-variable
// form). What it scales is also what its detector hears. Only gains move, so nothing clicks, and a band whose detector is
// below its threshold leaves every bit as it is. Latency 0.

export const MAX_DYNAMIC_BANDS: i32 = 4;

// Band types, in the order of `bandTypes` in src/processors/dynamic-eq.ts.
const BELL: i32 = 0;
const LOW_SHELF: i32 = 1;
const HIGH_SHELF: i32 = 2;

@unmanaged
class Band {
  sampleRate: f64;
  type: i32;
  enabled: bool;
  /** −1 turns down what is above the threshold, 1 up. */
  sign: f64;
  filter: StateVariable;
  computer: GainComputer;

  /** Reads type, enabled, frequency, q, threshold, ratio, knee, range, attack, release. */
  read(inUse: bool): void {
    const type = nextInt();
    const enabled = nextFlag() && inUse;
    const frequencyHz = nextNumber();
    const q = nextNumber();
    const thresholdDb = nextNumber();
    const ratio = nextNumber();
    const kneeDb = nextNumber();
    const rangeDb = nextNumber();
    const attackMs = nextNumber();
    this.computer.setTimes(attackMs, nextNumber(), this.sampleRate);
    // While it rested its filter heard nothing.
    if (enabled && !this.enabled && this.computer.isAtRest()) this.filter.reset();
    this.enabled = enabled;
    // What leaves lets go with the settings it had.
    if (!enabled) {
      this.release();
      return;
    }
    this.type = type;
    this.sign = rangeDb < 0.0 ? -1.0 : 1.0;
    this.filter.set(frequencyHz, q);
    this.computer.set(thresholdDb, ratio, kneeDb);
    this.computer.limit = abs(rangeDb) * LOG2_PER_DB;
  }

  /** Wants no gain any more. */
  release(): void {
    this.enabled = false;
    this.computer.slope = 0.0;
  }

  process(buffer: usize, band: usize, pass: usize, level: usize, frames: i32): void {
    const computer = this.computer;
    if (!this.enabled && computer.isAtRest()) return;
    const shelf = this.type != BELL;
    this.filter.split(buffer, band, shelf ? pass : 0, this.type == HIGH_SHELF, frames);
    const highest = peakLevels(shelf ? pass : band, level, frames);
    if (computer.isAtRest() && (!this.enabled || highest < computer.idleBelow)) return;
    computer.process(level, frames);
    if (shelf) this.addShelf(buffer, band, pass, level, frames);
    else this.addBell(buffer, band, level, frames);
  }

  private addBell(buffer: usize, band: usize, level: usize, frames: i32): void {
    const sign = f64x2.splat(this.sign);
    const one = f64x2.splat(1.0);
    for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 32) {
      const more = f64x2.sub(exp2x2(f64x2.mul(sign, v128.load(level))), one);
      add(buffer, i64x2.shuffle(more, more, 0, 0), v128.load(band));
      add(buffer + 16, i64x2.shuffle(more, more, 1, 1), v128.load(band, 16));
      band += 32;
      level += 16;
    }
  }

  private addShelf(buffer: usize, band: usize, pass: usize, level: usize, frames: i32): void {
    const half = f64x2.splat(0.5 * this.sign);
    const one = f64x2.splat(1.0);
    for (const end = buffer + (<usize>frames << 4); buffer < end; buffer += 32) {
      const root = exp2x2(f64x2.mul(half, v128.load(level)));
      const inBand = f64x2.sub(root, one);
      const inPass = f64x2.sub(f64x2.mul(root, root), one);
      add(buffer, i64x2.shuffle(inBand, inBand, 0, 0), v128.load(band));
      add(buffer, i64x2.shuffle(inPass, inPass, 0, 0), v128.load(pass));
      add(buffer + 16, i64x2.shuffle(inBand, inBand, 1, 1), v128.load(band, 16));
      add(buffer + 16, i64x2.shuffle(inPass, inPass, 1, 1), v128.load(pass, 16));
      band += 32;
      pass += 32;
      level += 16;
    }
  }

  flush(): void {
    this.filter.flush();
    this.computer.flush();
  }

  reset(): void {
    this.filter.reset();
    this.computer.reset();
  }
}

/** Adds amount × signal, and nothing at all, not even to −0, when the amount is 0. */
// @ts-ignore: decorator
@inline
function add(buffer: usize, amount: v128, signal: v128): void {
  const x = v128.load(buffer);
  const more = f64x2.add(x, f64x2.mul(amount, signal));
  v128.store(buffer, v128.bitselect(x, more, f64x2.eq(amount, f64x2.splat(0.0))));
}

@unmanaged
export class DynamicEq {
  bands: usize;
  band: usize;
  pass: usize;
  level: usize;

  private at(index: i32): Band {
    return changetype<Band>(load<usize>(this.bands + (<usize>index << 2)));
  }

  /** Reads enabled, count, then the bands. */
  read(): void {
    const enabled = nextFlag();
    const count = nextInt();
    for (let i = 0; i < count; i++) this.at(i).read(enabled);
    for (let i = count; i < MAX_DYNAMIC_BANDS; i++) this.at(i).release();
  }

  process(buffer: usize, frames: i32): void {
    for (let i = 0; i < MAX_DYNAMIC_BANDS; i++) this.at(i).process(buffer, this.band, this.pass, this.level, frames);
  }

  /** Deepest change of any band in dB since the last call. */
  takeReductionDb(): f64 {
    let deepest = 0.0;
    for (let i = 0; i < MAX_DYNAMIC_BANDS; i++) deepest = max(deepest, this.at(i).computer.takeReductionDb());
    return deepest;
  }

  flush(): void {
    for (let i = 0; i < MAX_DYNAMIC_BANDS; i++) this.at(i).flush();
  }

  reset(): void {
    for (let i = 0; i < MAX_DYNAMIC_BANDS; i++) this.at(i).reset();
  }
}

function makeBand(sampleRate: f64): Band {
  const band = make<Band>();
  band.sampleRate = sampleRate;
  band.filter = makeStateVariable(sampleRate);
  band.computer = makeGainComputer();
  return band;
}

export function makeDynamicEq(sampleRate: f64): DynamicEq {
  const eq = make<DynamicEq>();
  eq.bands = allocate(MAX_DYNAMIC_BANDS * 4);
  for (let i = 0; i < MAX_DYNAMIC_BANDS; i++) {
    store<usize>(eq.bands + (<usize>i << 2), changetype<usize>(makeBand(sampleRate)));
  }
  eq.band = allocate(<usize>(CHUNK + 2) * 16);
  eq.pass = allocate(<usize>(CHUNK + 2) * 16);
  eq.level = allocate(<usize>(CHUNK + 2) * 8);
  return eq;
}
