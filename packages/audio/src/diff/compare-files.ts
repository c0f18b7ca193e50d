import type { ComparisonResult } from '@sweetspot/protocol';
import type { TaskOptions } from '../ingest.ts';
import { describeDifference } from './describe-difference.ts';
import { diffFiles, type FileDifference } from './diff-files.ts';

export interface CompareInput {
  /** The earlier version, and what came of it. */
  against: { path: string; label: string };
  version: { path: string; label: string };
}
export type CompareResult = ComparisonResult;

/** What a version is to the one before it, as it is kept with the song. Throws MediaError naming the version. */
export async function compareFiles({ against, version }: CompareInput, options: TaskOptions): Promise<CompareResult> {
  const names: [string, string] = [against.label, version.label];
  return comparisonOf(await diffFiles(against.path, version.path, { ...options, names }), names);
}

/** Pure. The difference with its positions in samples, and those of changes on the newer version's time line. */
export function comparisonOf(difference: FileDifference, names: readonly [string, string]): ComparisonResult {
  const { verdict, sampleRate, offsetSamples, a, b } = difference;
  const shiftSamples = Math.round(offsetSamples ?? 0);
  const shiftSeconds = shiftSamples / sampleRate;
  const changes = difference.changes.map((change) => ({
    ...change,
    fromSeconds: change.fromSeconds + shiftSeconds,
    toSeconds: change.toSeconds + shiftSeconds,
  }));
  const sample = (seconds: number) => Math.max(0, Math.round(seconds * sampleRate));
  const from = sample(a.onlyAtStart.seconds);
  const to = a.frames - sample(a.onlyAtEnd.seconds);
  return {
    verdict,
    sentence: describeDifference({ ...difference, changes }, names),
    sampleRate,
    spans: verdict === 'unrelated' || b.frames === 0 ? [] : [{ fromSample: from, toSample: to, shiftSamples }],
    gainDb: difference.gainDb,
    polarityInverted: difference.polarityInverted,
    changes: changes.map(({ fromSeconds, toSeconds, gainDb, residualDb, bands }) => ({
      fromSample: sample(fromSeconds),
      toSample: sample(toSeconds),
      gainDb,
      residualDb,
      bands,
    })),
    curve: curveOf(difference, shiftSeconds),
  };
}

const everySeconds = 0.5;

/** The sections begin where the versions overlap, which need not be at a step of the newer one. */
function curveOf({ sections, b, sampleRate }: FileDifference, shiftSeconds: number): ComparisonResult['curve'] {
  const steps = Math.ceil(b.frames / sampleRate / everySeconds);
  const relativeDb = Array.from<unknown, number | null>({ length: steps }, () => null);
  for (const { fromSeconds, toSeconds, relativeDb: db } of sections) {
    const step = Math.floor(((fromSeconds + toSeconds) / 2 + shiftSeconds) / everySeconds);
    if (step >= 0 && step < steps && db !== null) relativeDb[step] = Math.round(db * 10) / 10;
  }
  return { everySeconds, relativeDb };
}
