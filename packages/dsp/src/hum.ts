/** Hum of the mains: which mains, how loud all its parts are together (a full-scale sine reads −3.01), and which they are. */
export type Hum = { mainsHz: 50 | 60; levelDbfs: number; harmonics: number[] };

const highestHarmonic = 8;
/** A part stands out when it is this much above its surroundings: they fluctuate, and hum does not. */
const prominence = 10 ** (15 / 10);
/** Bins beside a line: its main lobe (Hann), and where its surroundings begin and end. */
const lobe = 2;
const surroundings = { from: 4, to: 13 };

/**
 * Finds steady lines at 50 or 60 Hz and their multiples in the power that each bin hardly ever falls below. Music comes and
 * goes, so what stays is hum; where music never rests, hum is found when it can be heard through it.
 *
 * `power`: of `channels` channels together, bins of a Hann window whose powers add up to the mean square.
 */
export function findHum({ binHz, power }: { binHz: number; power: Float64Array }, channels: number): Hum | null {
  const found = ([50, 60] as const)
    .map((mainsHz) => humAt(mainsHz, binHz, power))
    .filter(({ harmonics }) => harmonics.includes(1) || harmonics.length > 1);
  const strongest = found.sort((a, b) => b.power - a.power)[0];
  if (!strongest) return null;
  const { mainsHz, harmonics } = strongest;
  return { mainsHz, harmonics, levelDbfs: 10 * Math.log10(strongest.power / channels) };
}

function humAt(mainsHz: 50 | 60, binHz: number, power: Float64Array) {
  const harmonics: number[] = [];
  let sum = 0;
  for (let harmonic = 1; harmonic <= highestHarmonic; harmonic++) {
    const line = lineAt(harmonic * mainsHz, binHz, power);
    // The mains wander by a tenth or two of a hertz, and their harmonics with them; a low G is a whole one away.
    if (!line || Math.abs(line.hz - harmonic * mainsHz) > 0.3 + 0.15 * harmonic) continue;
    harmonics.push(harmonic);
    sum += line.power;
  }
  return { mainsHz, harmonics, power: sum };
}

/** The line within a bin of a frequency, if one stands out there. */
function lineAt(hz: number, binHz: number, power: Float64Array): { hz: number; power: number } | null {
  const middle = Math.round(hz / binHz);
  if (middle + surroundings.to >= power.length) return null;
  const bin = [middle - 1, middle, middle + 1].reduce((best, one) => (power[one]! > power[best]! ? one : best));
  const around: number[] = [];
  for (let away = surroundings.from; away <= surroundings.to; away++) {
    if (bin - away > 0) around.push(power[bin - away]!);
    around.push(power[bin + away]!);
  }
  const floor = around.sort((a, b) => a - b)[around.length >> 1]!;
  if (!(power[bin]! > prominence * floor)) return null;
  const [a, b, c] = [power[bin - 1]!, power[bin]!, power[bin + 1]!].map((one) => Math.log(one + 1e-30)) as [
    number,
    number,
    number,
  ];
  const offset = a - 2 * b + c === 0 ? 0 : (0.5 * (a - c)) / (a - 2 * b + c);
  let sum = 0;
  for (let one = Math.max(0, bin - lobe); one <= bin + lobe; one++) sum += power[one]!;
  return { hz: (bin + offset) * binHz, power: sum };
}
