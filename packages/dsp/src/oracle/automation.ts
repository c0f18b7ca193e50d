import type { AutomationPoint } from '../settings.ts';

/** Plain twin of assembly/lane.ts: the value of a parameter at a position, on straight lines between its points. */
export const valueAt = (points: readonly AutomationPoint[], atSample: number): number => {
  const after = points.findIndex((point) => point.atSample > atSample);
  const to = points[after === -1 ? points.length - 1 : after]!;
  const from = after === -1 ? to : (points[after - 1] ?? to);
  const [low, high] = [from.value ?? -120, to.value ?? -120];
  if (from === to) return low;
  return low + ((high - low) * (atSample - from.atSample)) / (to.atSample - from.atSample);
};

/** Gain of an automated level; −120 dB is silence. */
export const gainAt = (points: readonly AutomationPoint[], atSample: number): number => {
  const db = valueAt(points, atSample);
  return db <= -120 ? 0 : 10 ** (db / 20);
};
