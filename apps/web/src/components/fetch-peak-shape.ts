import {
  choosePeakLevel,
  decodePeakRun,
  decodePeaksHeader,
  type PeakRun,
  peakByteRange,
  peaksHeaderMaxBytes,
} from '@sweetspot/protocol/peaks';

/** The bytes `from` … `to` (end exclusive) of a file, also from a server that answers with the whole of it. */
async function fetchRange(url: string, from: number, to: number, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { headers: { range: `bytes=${from}-${to - 1}` }, signal });
  if (!response.ok) throw new Error(`The waveform of this file is not there (${response.status}).`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return response.status === 206 ? bytes : bytes.subarray(from, to);
}

/** The largest amplitude of every one of `columns` equal parts of the runs of all channels; full scale = 1. */
export function shapeOf(runs: readonly PeakRun[], columns: number): number[] {
  const buckets = runs[0]?.max.length ?? 0;
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * buckets) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * buckets) / columns));
    let loudest = 0;
    for (const run of runs)
      for (let bucket = from; bucket < Math.min(to, buckets); bucket += 1)
        loudest = Math.max(loudest, Math.abs(run.min[bucket]!), Math.abs(run.max[bucket]!));
    return loudest;
  });
}

/** The outline of a whole file for a small picture: two ranged requests, a few kilobytes. */
export async function fetchPeakShape(fileId: string, columns: number, signal: AbortSignal): Promise<number[]> {
  const url = `/media/files/${fileId}/peaks`;
  const header = decodePeaksHeader(await fetchRange(url, 0, peaksHeaderMaxBytes, signal));
  const level = choosePeakLevel(header, header.frames / columns);
  const [from, to] = peakByteRange(header, level, 0, level.buckets);
  if (to <= from) return [];
  return shapeOf(decodePeakRun(header, await fetchRange(url, from, to, signal)), columns);
}
