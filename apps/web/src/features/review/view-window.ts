/** The part of a song that is in sight, in seconds. */
export type ViewWindow = { start: number; end: number };

/** Where a moment stands in the window, 0 … 1; outside of it when it is not in sight. */
export const placeIn = (view: ViewWindow, seconds: number): number =>
  view.end > view.start ? (seconds - view.start) / (view.end - view.start) : 0;

/** The moment at a place in the window. */
export const momentAt = (view: ViewWindow, place: number): number => view.start + place * (view.end - view.start);

const steps = [0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800];

/** Moments for a ruler: round ones, at most `most` of them. */
export function rulerMoments(view: ViewWindow, most: number): number[] {
  const length = view.end - view.start;
  if (length <= 0 || most < 1) return [];
  const step = steps.find((one) => length / one <= most) ?? Math.ceil(length / most / 3600) * 3600;
  const first = Math.max(0, Math.ceil(view.start / step - 1e-9));
  const moments: number[] = [];
  for (let n = first; n * step <= view.end; n += 1) moments.push(n * step);
  return moments;
}
