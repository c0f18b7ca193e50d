import { type Dsp, LoudnessMeter } from '@sweetspot/dsp';
import type { Block } from './source.ts';

/** Cells of 10 ms; ten of them to a step of the gating blocks, forty to a block (BS.1770-5 §2.2). */
const cellsPerSecond = 100;
const cellsPerStep = 10;
const cellsPerBlock = 40;
const absoluteGateLufs = -70;
const offsetDb = -0.691;
/** As in assembly/limiter.ts: reduction that lasts is let go this much more slowly. */
const sustained = 8;
const sustainSeconds = 0.15;

/** What the limiter will be asked to do. */
export interface LimiterPlan {
  enabled: boolean;
  ceilingDbtp: number;
  releaseMs: number;
}

/**
 * Foretells how loud a stereo signal will be behind a gain and the limiter, from what is gathered in one pass: the power of
 * every gating block, and peak and energy of every 10 ms. The limiter's law runs over the cells instead of the samples,
 * so a question costs a millisecond instead of a pass. It is off by a few tenths of a LU when the limiter works hard, but
 * almost equally so for neighbouring gains: one measured pass puts it right.
 */
export class LoudnessForecast {
  readonly #meter: LoudnessMeter;
  readonly #stepFrames: number;
  readonly #sampleRate: number;
  #queued = 0;
  #frames = 0;
  #cellPeak = 0;
  #cellEnergy = 0;
  #cellEnd: number;
  readonly #peaks: number[] = [];
  readonly #energies: number[] = [];
  /** Mean square of the blocks, K-weighted, one per step from the fourth on. */
  readonly #powers: number[] = [];

  constructor(dsp: Dsp, sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    this.#stepFrames = Math.round((sampleRate * cellsPerStep) / cellsPerSecond);
    this.#cellEnd = this.#endOfCell(0);
  }

  get frames(): number {
    return this.#frames;
  }

  add(block: Block): void {
    const [left, right] = block as [Float32Array, Float32Array];
    for (let from = 0; from < left.length; ) {
      const to = Math.min(left.length, from + this.#stepFrames - this.#queued);
      this.#meter.push([left.subarray(from, to), right.subarray(from, to)]);
      this.#queued += to - from;
      if (this.#queued === this.#stepFrames) {
        this.#queued = 0;
        const { momentaryLufs } = this.#meter.current();
        if (this.#peaks.length >= cellsPerBlock - cellsPerStep - 1)
          this.#powers.push(10 ** ((momentaryLufs - offsetDb) / 10));
      }
      this.#addCells(left, right, from, to);
      from = to;
    }
  }

  /** What was added, as it stands: before gain and limiter. */
  measured(): { integratedLufs: number; truePeakDbtp: number } {
    const { integratedLufs, truePeakDbtp } = this.#meter.result();
    return { integratedLufs, truePeakDbtp };
  }

  /** Integrated loudness behind `gainDb` and the limiter; −Infinity when all of it is gated. */
  lufsAt(gainDb: number, limiter: LimiterPlan): number {
    const kept = limiter.enabled ? this.#keptPower(gainDb, limiter) : null;
    const gain = 10 ** (gainDb / 10);
    const blocks = this.#powers.map((power, step) => {
      if (!kept) return power * gain;
      let before = 0;
      let after = 0;
      const last = Math.min(kept.length, step * cellsPerStep + cellsPerBlock);
      for (let cell = step * cellsPerStep; cell < last; cell += 1) {
        before += this.#energies[cell]!;
        after += this.#energies[cell]! * kept[cell]!;
      }
      return before > 0 ? (power * gain * after) / before : 0;
    });
    return integrated(blocks);
  }

  /** The gain within ±`limitDb` that the forecast takes to `lufs`, or the nearest to it. */
  gainFor(lufs: number, limiter: LimiterPlan, limitDb: number): number {
    let low = -limitDb;
    let high = limitDb;
    for (let round = 0; round < 24; round += 1) {
      const middle = (low + high) / 2;
      if (this.lufsAt(middle, limiter) < lufs) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }

  #endOfCell(cell: number): number {
    return Math.round(((cell + 1) * this.#sampleRate) / cellsPerSecond);
  }

  #addCells(left: Float32Array, right: Float32Array, from: number, to: number): void {
    let at = from;
    while (at < to) {
      const end = Math.min(to, at + this.#cellEnd - this.#frames);
      let peak = this.#cellPeak;
      let energy = this.#cellEnergy;
      for (let i = at; i < end; i += 1) {
        const l = left[i]!;
        const r = right[i]!;
        energy += l * l + r * r;
        peak = Math.max(peak, l < 0 ? -l : l, r < 0 ? -r : r);
      }
      this.#cellPeak = peak;
      this.#cellEnergy = energy;
      this.#frames += end - at;
      at = end;
      if (this.#frames < this.#cellEnd) continue;
      this.#peaks.push(peak);
      this.#energies.push(energy);
      this.#cellPeak = this.#cellEnergy = 0;
      this.#cellEnd = this.#endOfCell(this.#peaks.length);
    }
  }

  /** Share of the power of each cell that the limiter leaves; its law (assembly/limiter.ts) in steps of a cell. */
  #keptPower(gainDb: number, { ceilingDbtp, releaseMs }: LimiterPlan): Float64Array {
    const ceiling = 10 ** ((ceilingDbtp - gainDb) / 20);
    const fall = (seconds: number) => Math.exp(-1 / (seconds * cellsPerSecond));
    const release = fall(releaseMs / 1000);
    const sustainedRelease = fall((releaseMs / 1000) * sustained);
    const attack = 1 - fall(sustainSeconds);
    let recent = 0;
    let lasting = 0;
    return Float64Array.from(this.#peaks, (peak) => {
      const wanted = peak > ceiling ? Math.log2(peak / ceiling) : 0;
      recent = Math.max(wanted, recent * release);
      lasting = wanted > lasting ? lasting + (wanted - lasting) * attack : lasting * sustainedRelease;
      return 4 ** -Math.max(recent, lasting);
    });
  }
}

/** Gated mean of the powers of blocks (BS.1770-5 §2.2). */
function integrated(blocks: readonly number[]): number {
  const lufs = (power: number) => offsetDb + 10 * Math.log10(power);
  const meanAbove = (gateLufs: number): number => {
    const gate = 10 ** ((gateLufs - offsetDb) / 10);
    let sum = 0;
    let count = 0;
    for (const power of blocks) {
      if (power < gate) continue;
      sum += power;
      count += 1;
    }
    return count > 0 ? sum / count : 0;
  };
  return lufs(meanAbove(lufs(meanAbove(absoluteGateLufs)) - 10));
}
