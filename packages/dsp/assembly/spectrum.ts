import { Decimator, makeDecimator } from './decimator';
import { METER_CAPACITY } from './frames';
import { log2x2, log2, exp2 } from './math';
import { allocate, make } from './memory';
import { Stft, makeStft } from './stft';

// The long-term spectrum of one or two channels, and what is read off short spectra on the way. Two resolutions: windows of
// some 21 ms at the full rate, and of some 0.7 s at a rate near 6 kHz for what lies below 1 kHz.
//
// - Onsets: rise of the level in bands of a third of an octave from one short window to the next (A. Klapuri, "Sound onset
//   detection by applying psychoacoustic knowledge", ICASSP 1999), one number per window, for the tempo.
// - Pitch classes: magnitudes of the spectral peaks of the long windows by their place in the octave, in steps of 10 cents
//   (E. Gómez, "Tonal description of polyphonic audio for music content processing", INFORMS J. Computing 18, 2006).
// - Levels of low bins over time as histograms, so that a steady tone (mains hum) can be told from music that comes and goes.

const LOW_SIZE: i32 = 4096;
const LOW_RATE: f64 = 6000.0;
const SHORT_SECONDS: f64 = 1024.0 / 48000.0;

const MAX_BANDS: i32 = 40;
const ONSET_CAPACITY: i32 = 512;
/** Rises are counted above this mean square (−70 dBFS), so that the noise of silence has no onsets. */
const ONSET_FLOOR: f64 = 1e-7;

export const PITCH_STEPS: i32 = 120;
const LOWEST_PITCH_HZ: f64 = 60.0;
const HIGHEST_PITCH_HZ: f64 = 1700.0;
/** Peaks this far below the strongest of their window (50 dB) are noise or overtones without weight. */
const FAINTEST_PITCH: f32 = 1e-5;

/** Highest harmonic of the mains that is looked at, with room for its surroundings. */
const HIGHEST_HUM_HZ: f64 = 520.0;
/** Levels in steps of a quarter of a doubling of power (0.75 dB), from 2^−44 (−132 dB) up. */
const LEVELS: i32 = 176;
/** Bits of the float 2^−44, without its last 21. */
const LOWEST_LEVEL: i32 = (127 - 44) << 2;
/** Windows quieter than this mean square (−100 dBFS) are not the room but digital silence. */
const SILENT: f64 = 1e-10;

@unmanaged
export class SpectrumMeter {
  /** Of a meter that stands alone: two channels, one after the other. */
  input: usize;
  high: Stft;
  low: Stft;
  leftDecimator: Decimator;
  rightDecimator: Decimator;
  lowLeft: usize;
  lowRight: usize;
  lowRate: f64;
  /** i32 × (bands + 1): first bin of each band of the onsets. */
  edges: usize;
  bands: i32;
  /** f64 per band: level in log2 now and in the last window. */
  levels: usize;
  lastLevels: usize;
  onsets: usize;
  onsetCount: i32;
  /** f64 per step of the octave, step 0 being a C at a' = 440 Hz. */
  pitches: usize;
  humBins: i32;
  /** u32 per level and low bin. */
  humLevels: usize;
  humWindows: f64;

  process(left: usize, right: usize, frames: i32): void {
    for (let done = 0; done < frames; ) {
      const at = <usize>done << 2;
      done += this.high.fill(left + at, right + at, frames - done);
      if (!this.high.isFull()) continue;
      this.high.takeWindow();
      this.addOnset();
    }
    const count = this.leftDecimator.process(left, frames, this.lowLeft);
    this.rightDecimator.process(right, frames, this.lowRight);
    for (let done = 0; done < count; ) {
      const at = <usize>done << 2;
      done += this.low.fill(this.lowLeft + at, this.lowRight + at, count - done);
      if (!this.low.isFull()) continue;
      this.low.takeWindow();
      this.addPitches();
      this.addLevels();
    }
  }

  private addOnset(): void {
    for (let band = 0; band < this.bands; band++) {
      const from = load<i32>(this.edges + (<usize>band << 2));
      const to = load<i32>(this.edges + (<usize>band << 2), 4);
      let sum: f32 = 0;
      for (let bin = from; bin < to; bin++) sum += load<f32>(this.high.power + (<usize>bin << 2));
      store<f64>(this.levels + (<usize>band << 3), ONSET_FLOOR + <f64>sum);
    }
    let rise = f64x2.splat(0.0);
    for (let at: usize = 0; at < <usize>this.bands << 3; at += 16) {
      const now = log2x2(v128.load(this.levels + at));
      rise = f64x2.add(rise, f64x2.pmax(f64x2.splat(0.0), f64x2.sub(now, v128.load(this.lastLevels + at))));
      v128.store(this.lastLevels + at, now);
    }
    if (this.onsetCount == ONSET_CAPACITY) return;
    const sum = f64x2.extract_lane(rise, 0) + f64x2.extract_lane(rise, 1);
    store<f32>(this.onsets + (<usize>this.onsetCount << 2), <f32>(sum / <f64>this.bands));
    this.onsetCount++;
  }

  private addPitches(): void {
    const binHz = this.lowRate / <f64>LOW_SIZE;
    const first = <i32>(LOWEST_PITCH_HZ / binHz);
    const last = min(this.low.bins - 2, <i32>(HIGHEST_PITCH_HZ / binHz));
    let faintest: f32 = 1e-12;
    for (let bin = first; bin < last; bin++) {
      const power = load<f32>(this.low.power + (<usize>bin << 2)) * FAINTEST_PITCH;
      if (power > faintest) faintest = power;
    }
    let a = load<f32>(this.low.power + (<usize>(first - 1) << 2));
    let b = load<f32>(this.low.power + (<usize>first << 2));
    for (let bin = first; bin < last; bin++) {
      const c = load<f32>(this.low.power + (<usize>(bin + 1) << 2));
      if (b > faintest && b > a && b >= c) {
        // A parabola through the logarithms is close to exact for Hann windows.
        const la = log2(<f64>a + 1e-30);
        const lb = log2(<f64>b);
        const lc = log2(<f64>c + 1e-30);
        const place = (0.5 * (la - lc)) / (la - 2.0 * lb + lc);
        const octaves = log2((binHz * (<f64>bin + place)) / 261.6255653005986);
        const step = <i32>nearest((octaves - floor(octaves)) * <f64>PITCH_STEPS) % PITCH_STEPS;
        const sum = this.pitches + (<usize>step << 3);
        store<f64>(sum, load<f64>(sum) + sqrt(<f64>b));
      }
      a = b;
      b = c;
    }
  }

  private addLevels(): void {
    let sum = 0.0;
    for (let bin = 1; bin < this.humBins; bin++) sum += <f64>load<f32>(this.low.power + (<usize>bin << 2));
    if (sum < SILENT) return;
    for (let bin = 0; bin < this.humBins; bin++) {
      const bits = load<i32>(this.low.power + (<usize>bin << 2));
      const level = max(0, min(LEVELS - 1, (bits >> 21) - LOWEST_LEVEL));
      const count = this.humLevels + (<usize>(bin * LEVELS + level) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
    this.humWindows += 1.0;
  }

  /** Power that a low bin reaches or exceeds in all but `share` of the windows. */
  steadyPower(bin: i32, share: f64): f64 {
    let left = share * this.humWindows;
    for (let level = 0; level < LEVELS; level++) {
      left -= <f64>load<u32>(this.humLevels + (<usize>(bin * LEVELS + level) << 2));
      if (left < 0.0) return exp2((<f64>level + 0.5) / 4.0 - 44.0);
    }
    return 0.0;
  }
}

/** Nearest power of two. */
function powerOfTwo(x: f64): i32 {
  return 1 << max(0, <i32>nearest(log2(x)));
}

export function makeSpectrum(sampleRate: f64): SpectrumMeter {
  const it = make<SpectrumMeter>();
  const factor = powerOfTwo(sampleRate / LOW_RATE);
  it.lowRate = sampleRate / <f64>factor;
  const shortSize = max(64, powerOfTwo(sampleRate * SHORT_SECONDS));
  it.high = makeStft(shortSize, (3 * shortSize) / 4);
  it.low = makeStft(LOW_SIZE, (3 * LOW_SIZE) / 4);
  it.leftDecimator = makeDecimator(factor, METER_CAPACITY);
  it.rightDecimator = makeDecimator(factor, METER_CAPACITY);
  it.lowLeft = allocate(<usize>(METER_CAPACITY / factor + 2) * 4);
  it.lowRight = allocate(<usize>(METER_CAPACITY / factor + 2) * 4);
  it.edges = allocate((MAX_BANDS + 1) * 4);
  it.levels = allocate(MAX_BANDS * 8);
  it.lastLevels = allocate(MAX_BANDS * 8);
  it.onsets = allocate(ONSET_CAPACITY * 4);
  it.pitches = allocate(PITCH_STEPS * 8);
  it.humBins = min(it.low.bins, <i32>((HIGHEST_HUM_HZ * <f64>LOW_SIZE) / it.lowRate));
  it.humLevels = allocate(<usize>(it.humBins * LEVELS) * 4);

  // Bands of a third of an octave, of one bin at least; an even number, to be worked on in pairs.
  let bin = 1.0;
  const bins = <f64>it.high.bins;
  while (it.bands < MAX_BANDS && bin < bins) {
    store<i32>(it.edges + (<usize>it.bands << 2), <i32>bin);
    it.bands++;
    bin = max(floor(bin) + 1.0, bin * 1.2599210498948732);
  }
  store<i32>(it.edges + (<usize>it.bands << 2), it.high.bins);
  if (it.bands & 1) {
    it.bands--;
    store<i32>(it.edges + (<usize>it.bands << 2), it.high.bins);
  }
  const silent = log2(ONSET_FLOOR);
  for (let band = 0; band < MAX_BANDS; band++) {
    store<f64>(it.levels + (<usize>band << 3), 1.0);
    store<f64>(it.lastLevels + (<usize>band << 3), silent);
  }
  return it;
}

export function spectrumCreate(sampleRate: f64): usize {
  const meter = makeSpectrum(sampleRate);
  meter.input = allocate(METER_CAPACITY * 8);
  return changetype<usize>(meter);
}

/** Where the host writes up to METER_CAPACITY samples of channel 0 or 1. */
export function spectrumInput(meter: usize, channel: i32): usize {
  return changetype<SpectrumMeter>(meter).input + <usize>(channel * METER_CAPACITY) * 4;
}

export function spectrumProcess(meter: usize, frames: i32): void {
  changetype<SpectrumMeter>(meter).process(spectrumInput(meter, 0), spectrumInput(meter, 1), frames);
}

/** 0 the fine resolution of low frequencies, 1 that of all. */
// @ts-ignore: decorator
@inline
function stftOf(meter: usize, part: i32): Stft {
  const it = changetype<SpectrumMeter>(meter);
  return part == 0 ? it.low : it.high;
}

/** Frames from one window to the next. */
export function spectrumHop(meter: usize, part: i32): i32 {
  return stftOf(meter, part).hop;
}

export function spectrumBins(meter: usize, part: i32): i32 {
  return stftOf(meter, part).bins;
}

/** Distance of two bins in Hz. */
export function spectrumBinHz(meter: usize, part: i32, sampleRate: f64): f64 {
  const rate = part == 0 ? changetype<SpectrumMeter>(meter).lowRate : sampleRate;
  return rate / <f64>stftOf(meter, part).size;
}

/** Windows that the sums hold. */
export function spectrumWindows(meter: usize, part: i32): f64 {
  return stftOf(meter, part).windows;
}

/** Sums over the windows, f64 per bin: |L|², then |R|², then |L − R|² / 4. */
export function spectrumSums(meter: usize, part: i32): usize {
  const stft = stftOf(meter, part);
  stft.flush();
  return stft.sums;
}

/** Of the newest window: |L|² + |R|², f32 per bin. */
export function spectrumPower(meter: usize, part: i32): usize {
  return stftOf(meter, part).power;
}

export function spectrumClearSums(meter: usize): void {
  stftOf(meter, 0).clearSums();
  stftOf(meter, 1).clearSums();
}

export function spectrumOnsets(meter: usize): usize {
  return changetype<SpectrumMeter>(meter).onsets;
}

/** Number of onset values since the last call; the host copies them from `spectrumOnsets` first. */
export function spectrumTakeOnsets(meter: usize): i32 {
  const it = changetype<SpectrumMeter>(meter);
  const count = it.onsetCount;
  it.onsetCount = 0;
  return count;
}

/** f64 × 120: how much sounds at each place of the octave, from C in steps of 10 cents. */
export function spectrumPitches(meter: usize): usize {
  return changetype<SpectrumMeter>(meter).pitches;
}

export function spectrumSteadyPower(meter: usize, bin: i32, share: f64): f64 {
  const it = changetype<SpectrumMeter>(meter);
  return bin < it.humBins ? it.steadyPower(bin, share) : 0.0;
}
