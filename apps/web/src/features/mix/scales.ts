import { formatDbChange, formatFrequency } from '../../components/format.ts';

/** A value as a place on a control, 0 … 1, and back; how it is written. */
export type Scale = {
  toPlace: (value: number) => number;
  fromPlace: (place: number) => number;
  format: (value: number) => string;
  /** one key press or wheel step, as a place */
  step: number;
};

const clamp = (place: number): number => Math.max(0, Math.min(1, place));
const rounded = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(6));

/** Even steps from `min` to `max`. */
export const linearScale = (min: number, max: number, step: number, format: (value: number) => string): Scale => ({
  toPlace: (value) => clamp((value - min) / (max - min)),
  fromPlace: (place) => rounded(min + clamp(place) * (max - min), step),
  format,
  step: step / (max - min),
});

/** Even ratios from `min` to `max`, for frequencies and times; to three digits. */
export const logScale = (min: number, max: number, format: (value: number) => string): Scale => ({
  toPlace: (value) => clamp(Math.log(value / min) / Math.log(max / min)),
  fromPlace: (place) => {
    const value = min * (max / min) ** clamp(place);
    return Math.max(min, Math.min(max, Number(value.toPrecision(3))));
  },
  format,
  step: 0.01,
});

export const decibels = (min: number, max: number): Scale => linearScale(min, max, 0.1, (db) => formatDbChange(db));
export const frequency = (min: number, max: number): Scale => logScale(min, max, formatFrequency);
export const milliseconds = (min: number, max: number): Scale =>
  logScale(min, max, (ms) => (ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${Number(ms.toPrecision(3))} ms`));
export const percent: Scale = linearScale(0, 1, 0.01, (share) => `${Math.round(share * 100)} %`);
export const pan: Scale = linearScale(-1, 1, 0.01, (place) =>
  place === 0 ? 'Centre' : `${Math.round(Math.abs(place) * 100)} ${place < 0 ? 'left' : 'right'}`,
);

/** Where a fader's marks stand: wide around 0 dB, narrow far below, as on a desk. */
const faderMarks = [
  [-60, 0.04],
  [-40, 0.14],
  [-20, 0.4],
  [-10, 0.6],
  [0, 0.8],
  [12, 1],
] as const;

/** One key press, as a place. */
export const faderStep = 0.002;

/** Level of a fader or send for a place, in dB; null (−∞) at the very bottom. */
export function faderDbAt(place: number): number | null {
  const at = clamp(place);
  if (at < faderMarks[0][1] / 2) return null;
  if (at <= faderMarks[0][1]) return faderMarks[0][0];
  const index = faderMarks.findIndex(([, mark]) => mark >= at);
  const [lowDb, low] = faderMarks[index - 1]!;
  const [highDb, high] = faderMarks[index]!;
  return rounded(lowDb + ((at - low) / (high - low)) * (highDb - lowDb), 0.1);
}

/** Place of a level on a fader; the inverse of `faderDbAt`. */
export function faderPlaceOf(db: number | null): number {
  if (db === null) return 0;
  if (db <= faderMarks[0][0]) return faderMarks[0][1];
  const index = faderMarks.findIndex(([mark]) => mark >= db);
  if (index === -1) return 1;
  const [lowDb, low] = faderMarks[index - 1]!;
  const [highDb, high] = faderMarks[index]!;
  return low + ((db - lowDb) / (highDb - lowDb)) * (high - low);
}

/** Place of the fader after so many key presses up (down: negative): a tenth of a decibel or more each, −∞ below the last mark. */
export function faderPlaceAfter(db: number | null, steps: number): number {
  const [lowestDb, lowest] = faderMarks[0];
  const isLowest = db === null || db <= lowestDb;
  if (isLowest && (db === null || steps < 0)) return steps > 0 ? lowest : 0;
  return clamp(Math.max(lowest, faderPlaceOf(db) + steps * faderStep));
}

export const formatFader = (db: number | null): string => formatDbChange(db ?? Number.NEGATIVE_INFINITY);
