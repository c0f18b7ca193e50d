import type { LongTermSpectrum } from './third-octave.ts';

/** Encoders for small files cut above 8 kHz; below, an edge is more likely a filter somebody chose. */
const lowestHz = 8000;
/** Between the edge and what is compared on either side: the slope of the cut and the width of the window. */
const gapHz = 200;
const spanHz = 1200;
/** What the edge must fall by; music falls by a few decibels over as many hertz. */
const leastDropDb = 18;
/** Where the level has fallen by this much the edge is. */
const edgeDb = 9;
/** What lies this far below the strongest frequencies is not music that was cut, but noise with a shape. */
const deepestDb = 90;
const quietestBinDb = -118;

/**
 * The frequency above which there is abruptly nothing, as lossy encoders leave it (16 kHz for MP3 at 128 kbit/s, 19 to 20 kHz
 * at the highest rates), from the long-term spectrum. Quiet but natural tops fall off gently and have none; the answer is
 * null then. Converters and resamplers leave such an edge, too, just below half the sample rate.
 */
export function findSpectralCutoffHz({ high, nyquistHz }: LongTermSpectrum): number | null {
  const { binHz } = high;
  const levels = smoothedDb(high.mid.map((power, bin) => power + high.side[bin]!));
  const mean = (fromHz: number, toHz: number) => meanBetween(levels, fromHz / binHz, toHz / binHz);
  let best = { hz: 0, dropDb: 0, belowDb: 0 };
  for (let bin = Math.ceil(lowestHz / binHz); bin * binHz < nyquistHz - 2 * gapHz; bin++) {
    const hz = bin * binHz;
    const belowDb = mean(hz - gapHz - spanHz, hz - gapHz);
    const aboveDb = mean(hz + gapHz, Math.min(hz + gapHz + spanHz, nyquistHz));
    if (belowDb - aboveDb > best.dropDb) best = { hz, dropDb: belowDb - aboveDb, belowDb };
  }
  const { hz, dropDb, belowDb } = best;
  if (dropDb < leastDropDb) return null;
  const strongest = levels.reduce((max, level) => Math.max(max, level), Number.NEGATIVE_INFINITY);
  if (belowDb < Math.max(quietestBinDb, strongest - deepestDb)) return null;
  // A steep slope all along is a sound with a dark top, not an edge.
  if (mean(hz - gapHz - 2 * spanHz, hz - gapHz - spanHz) - belowDb > dropDb / 2) return null;
  // Music above the edge is not cut.
  const highest = levels
    .subarray(Math.ceil((hz + gapHz) / binHz))
    .reduce((max, level) => Math.max(max, level), Number.NEGATIVE_INFINITY);
  if (highest > belowDb - leastDropDb / 2) return null;
  let bin = Math.round((hz - gapHz) / binHz);
  while (bin < levels.length && levels[bin]! > belowDb - edgeDb) bin++;
  return bin * binHz;
}

/** Power in dB, averaged over three bins; nothing at all counts as −200. */
function smoothedDb(power: Float64Array): Float64Array {
  return power.map((here, bin) => {
    const sum = (power[bin - 1] ?? here) + here + (power[bin + 1] ?? here);
    return Math.max(-200, 10 * Math.log10(sum / 3));
  });
}

function meanBetween(levels: Float64Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let bin = Math.max(0, Math.ceil(from)); bin <= Math.min(levels.length - 1, Math.floor(to)); bin++) {
    sum += levels[bin]!;
    count += 1;
  }
  return count > 0 ? sum / count : Number.NEGATIVE_INFINITY;
}
