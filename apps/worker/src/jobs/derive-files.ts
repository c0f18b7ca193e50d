import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type IngestResult, ingestResultSchema, runAudioTask } from '@sweetspot/audio';
import type { IngestOrder } from '@sweetspot/core/ingest/get-ingest-order';
import { derivedPrefix, originalKey, type Storage } from '@sweetspot/core/storage/storage';
import { engineVersion } from '@sweetspot/dsp';
import { type Analysis, AppError, analysisVersion, type Derived } from '@sweetspot/protocol';

const marker = 'ingest.json';
const puttingAtOnce = 6;

/**
 * Measures a file and makes its peaks and segments, or answers what was made of the same bytes by the same engine before,
 * if as much was measured then as today.
 * What a killed attempt stored is stored again: same bytes, same keys; the marker comes last.
 */
export async function deriveFiles(
  storage: Storage,
  { sha256 }: IngestOrder,
  run: { tempDir: string; signal?: AbortSignal; onProgress?(fraction: number): void },
  { again = false }: { again?: boolean } = {},
): Promise<{ analysis: Analysis; derived: Derived }> {
  const prefix = derivedPrefix(sha256, engineVersion);
  const made = again ? null : await findMade(storage, prefix);
  if (made) return outcomeOf(made, prefix);

  const original = await storage.localCopy(originalKey(sha256));
  try {
    const outDir = join(run.tempDir, 'derived');
    const result = await runAudioTask(
      'ingest',
      { path: original.path, outDir },
      { tempDir: run.tempDir, signal: run.signal, onProgress: (fraction) => run.onProgress?.(fraction * 0.9) },
    );
    if (result.sha256 !== sha256) {
      // Uploading it again would not help: an original that is there is kept.
      throw new AppError('gone', 'The stored file is damaged; whoever runs this installation has to restore it.', {
        detail: `${originalKey(sha256)} has the hash ${result.sha256}`,
      });
    }
    await putAll(storage, result, prefix, outDir, run);
    return outcomeOf(result, prefix);
  } finally {
    await original.release();
  }
}

async function findMade(storage: Storage, prefix: string): Promise<IngestResult | null> {
  const key = `${prefix}/${marker}`;
  if ((await storage.findSize(key)) === null) return null;
  const parsed = ingestResultSchema.safeParse(JSON.parse(await text(await storage.read(key))));
  return parsed.success && parsed.data.analysis.analysisVersion === analysisVersion ? parsed.data : null;
}

async function putAll(
  storage: Storage,
  result: IngestResult,
  prefix: string,
  outDir: string,
  run: { signal?: AbortSignal; onProgress?(fraction: number): void },
): Promise<void> {
  const waiting = result.derived.files.map(({ name }) => name);
  const total = waiting.length;
  await Promise.all(
    Array.from({ length: puttingAtOnce }, async () => {
      for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
        run.signal?.throwIfAborted();
        await storage.putFile(`${prefix}/${name}`, join(outDir, name));
        run.onProgress?.(0.9 + 0.1 * (1 - waiting.length / total));
      }
    }),
  );
  await storage.putBytes(`${prefix}/${marker}`, Buffer.from(JSON.stringify(result)));
}

const outcomeOf = ({ analysis, derived }: IngestResult, prefix: string): { analysis: Analysis; derived: Derived } => ({
  analysis,
  derived: {
    engine: engineVersion,
    peaksKey: `${prefix}/${derived.peaksFile}`,
    segments: { keyPrefix: `${prefix}/${derived.segmentsDir}`, ...derived.segments },
  },
});
