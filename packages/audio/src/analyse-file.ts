import type { Dsp } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { Analysis } from '@sweetspot/protocol';
import { AnalyseStream } from './analyse-stream.ts';
import { hashFile } from './hash-file.ts';
import type { TaskOptions } from './ingest.ts';
import { MediaError, throwIfAborted } from './media-error.ts';
import { nameError, openSources } from './open-source.ts';
import type { SourceInfo } from './source.ts';

const blockSeconds = 0.5;

/** Everything that is measured of a file, in one pass over its samples. Throws MediaError with the file's name before. */
export async function analyseFile(
  path: string,
  { name = path, signal, onProgress }: TaskOptions & { name?: string } = {},
): Promise<{ sha256: string; analysis: Analysis }> {
  const dsp = await loadDspFromDisk();
  const [source] = await openSources([path], { blockSeconds, signal, names: [name] });
  try {
    const analyser = startAnalysis(dsp, source!.info, name);
    const hashing = hashFile(path, signal);
    hashing.catch(() => undefined);
    const expected = source!.info.frames ?? source!.info.framesHint ?? 0;
    for (let block = await source!.read(); block; block = await source!.read(block)) {
      throwIfAborted(signal);
      analyser.add(block);
      if (expected > 0) onProgress?.(Math.min(1, analyser.frames / expected));
    }
    return { sha256: await hashing, analysis: analyser.finish(source!.warnings) };
  } finally {
    await source!.close();
  }
}

function startAnalysis(dsp: Dsp, info: SourceInfo, name: string): AnalyseStream {
  try {
    return new AnalyseStream(dsp, info);
  } catch (error) {
    throw error instanceof MediaError ? nameError(error, name) : error;
  }
}
