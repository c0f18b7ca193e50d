import type { Change, ComparisonResult } from './comparisons.ts';

/** A version on the way that a place travels. */
export type TravelStop = { versionId: string; sampleRate: number };

/** Comparisons by the id of the newer version. Without one, or with one that found nothing, places keep their time. */
export type ComparisonsByVersion = ReadonlyMap<string, ComparisonResult>;

/**
 * Where a sample of one version lies in a later one, through all versions between. `stops` begins with the version that
 * the place is of and ends with the one that is asked for. Null when what was there was cut out on the way.
 */
export function mapPlace(
  sample: number,
  stops: readonly TravelStop[],
  comparisons: ComparisonsByVersion,
): number | null {
  let at = sample;
  for (const [index, stop] of stops.entries()) {
    const before = stops[index - 1];
    if (!before) continue;
    const seconds = at / before.sampleRate;
    const moved = moveSeconds(seconds, comparisons.get(stop.versionId));
    if (moved === null) return null;
    at = Math.round(moved * stop.sampleRate);
  }
  return at;
}

function moveSeconds(seconds: number, comparison: ComparisonResult | undefined): number | null {
  if (!comparison || comparison.spans.length === 0) return seconds;
  const { sampleRate, spans } = comparison;
  const at = seconds * sampleRate;
  // Half a sample beyond an edge is rounding between rates.
  const span = spans.find(({ fromSample, toSample }) => at >= fromSample - 0.5 && at <= toSample + 0.5);
  return span ? (at + span.shiftSamples) / sampleRate : null;
}

/** The changes that touch a stretch (or a point, within a quarter of a second) of the newer version, in its own samples. */
export function changesAt(
  { startSample, endSample, sampleRate }: { startSample: number; endSample: number | null; sampleRate: number },
  comparison: ComparisonResult,
): Change[] {
  const reach = endSample === null ? 0.25 : 0;
  const from = startSample / sampleRate - reach;
  const to = (endSample ?? startSample) / sampleRate + reach;
  return comparison.changes.filter(
    (change) => change.fromSample / comparison.sampleRate < to && change.toSample / comparison.sampleRate > from,
  );
}

/** How far below the music what differs lies at a place, dB, at its loudest; null where nothing differs. */
export function differenceAt(
  { startSample, endSample, sampleRate }: { startSample: number; endSample: number | null; sampleRate: number },
  { curve: { everySeconds, relativeDb } }: ComparisonResult,
): number | null {
  const first = Math.floor(startSample / sampleRate / everySeconds);
  const last = Math.floor((endSample ?? startSample) / sampleRate / everySeconds);
  return relativeDb
    .slice(first, last + 1)
    .reduce<number | null>((most, db) => (db !== null && (most === null || db > most) ? db : most), null);
}
