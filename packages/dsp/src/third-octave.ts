/** Powers of two channels, and of half their sum and half their difference. */
export type StereoPower = { left: number; right: number; mid: number; side: number };

/** What the engine knows of the frequencies it looked at (assembly/spectrum.ts), as means over time. */
export type LongTermSpectrum = {
  /** Two resolutions: fine for low frequencies, coarse for all. Bin k lies at k × binHz; powers add up to the mean square. */
  low: SpectrumPart;
  high: SpectrumPart;
  /** Highest frequency there is. */
  nyquistHz: number;
};
export type SpectrumPart = {
  binHz: number;
  left: Float64Array;
  right: Float64Array;
  mid: Float64Array;
  side: Float64Array;
};

export type Band = { fromHz: number; toHz: number };

/**
 * Means over one band of a third of an octave. `midDb` and `sideDb` are those of half the sum and half the difference of
 * the channels, `db` the mean of both channels: power(db) = power(midDb) + power(sideDb). −Infinity for silence.
 */
export type ThirdOctave = Band & { hz: number; db: number; midDb: number; sideDb: number; correlation: number | null };

/** Nominal mid-band frequencies of IEC 61260-1 (ISO 266); the exact ones are powers of 10^(1/10). */
const nominalHz = [
  20, 25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150,
  4000, 5000, 6300, 8000, 10_000, 12_500, 16_000, 20_000,
];

/** The bands below half the sample rate; the last may reach beyond it. */
export const thirdOctaveBands = (nyquistHz: number): (Band & { hz: number })[] =>
  nominalHz
    .map((hz, index) => {
      const exact = 1000 * 10 ** ((index - 17) / 10);
      return { hz, fromHz: exact * 10 ** -0.05, toHz: exact * 10 ** 0.05 };
    })
    .filter(({ hz }) => hz < nyquistHz);

/** Below, the fine resolution is used; an edge between two bands of a third of an octave. */
const crossoverHz = 1000 * 10 ** -0.05;

/** Mean powers between two frequencies; bins that an edge cuts count by the share inside. */
export function powerBetween({ low, high }: LongTermSpectrum, { fromHz, toHz }: Band): StereoPower {
  const below = sumOf(low, fromHz, Math.min(toHz, crossoverHz));
  const above = sumOf(high, Math.max(fromHz, crossoverHz), toHz);
  return {
    left: below.left + above.left,
    right: below.right + above.right,
    mid: below.mid + above.mid,
    side: below.side + above.side,
  };
}

function sumOf(part: SpectrumPart, fromHz: number, toHz: number): StereoPower {
  const { binHz } = part;
  const sum = { left: 0, right: 0, mid: 0, side: 0 };
  const last = Math.min(part.left.length - 1, Math.round(toHz / binHz));
  for (let bin = Math.max(1, Math.round(fromHz / binHz)); bin <= last; bin++) {
    const share = (Math.min(toHz, (bin + 0.5) * binHz) - Math.max(fromHz, (bin - 0.5) * binHz)) / binHz;
    if (share <= 0) continue;
    sum.left += part.left[bin]! * share;
    sum.right += part.right[bin]! * share;
    sum.mid += part.mid[bin]! * share;
    sum.side += part.side[bin]! * share;
  }
  return sum;
}

/** −1 … 1; null when one of the channels is silent there. */
export const correlationOf = ({ left, right, mid, side }: StereoPower): number | null =>
  left > 0 && right > 0 ? Math.max(-1, Math.min(1, (mid - side) / Math.sqrt(left * right))) : null;

const powerDb = (power: number): number => (power > 0 ? 10 * Math.log10(power) : Number.NEGATIVE_INFINITY);

/** The long-term spectrum in bands of a third of an octave, 20 Hz to 20 kHz. */
export function thirdOctaves(spectrum: LongTermSpectrum): ThirdOctave[] {
  return thirdOctaveBands(spectrum.nyquistHz).map((band) => {
    const power = powerBetween(spectrum, band);
    return {
      ...band,
      db: powerDb(power.mid + power.side),
      midDb: powerDb(power.mid),
      sideDb: powerDb(power.side),
      correlation: correlationOf(power),
    };
  });
}

/** Centre of gravity of the power spectrum in Hz; null in silence. */
export function spectralCentroidHz(spectrum: LongTermSpectrum): number | null {
  let weighted = 0;
  let power = 0;
  const add = ({ binHz, left, right }: SpectrumPart, fromHz: number, toHz: number) => {
    for (let bin = Math.max(1, Math.ceil(fromHz / binHz)); bin < left.length && bin * binHz < toHz; bin++) {
      const here = left[bin]! + right[bin]!;
      weighted += here * bin * binHz;
      power += here;
    }
  };
  add(spectrum.low, 0, crossoverHz);
  add(spectrum.high, crossoverHz, spectrum.nyquistHz);
  return power > 0 ? weighted / power : null;
}
