import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { analysisSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { AnalyseStream } from './analyse-stream.ts';
import { lossyExponent } from './canonical.ts';
import type { EncodeTask } from './encode-child.ts';
import { EncodeStream } from './encode-stream.ts';
import { hashFile } from './hash-file.ts';
import { MediaError, throwIfAborted } from './media-error.ts';
import { openSource } from './open-source.ts';
import { PeaksPyramid } from './peaks-pyramid.ts';
import { partPath, publishFile } from './publish-file.ts';
import type { AudioSource, SourceInfo } from './source.ts';

export interface IngestInput {
  path: string;
  /** Gets `peaks.bin`, `segments/NNNNN.flac` (or `.wav`) and, last, `ingest.json`. */
  outDir: string;
}
export interface TaskOptions {
  /** 0 … 1, never backwards. */
  onProgress?: (progress: number) => void;
  signal?: AbortSignal;
}

export const ingestResultSchema = z.object({
  sha256: z.string(),
  analysis: analysisSchema,
  derived: z.object({
    /** Names below `outDir`. */
    peaksFile: z.string(),
    segmentsDir: z.string(),
    segments: z.object({
      codec: z.enum(['flac', 'wav']),
      bitDepth: z.union([z.literal(16), z.literal(24), z.literal(32)]),
      exponent: z.number().int(),
      framesPerSegment: z.number().int(),
      count: z.number().int(),
    }),
    files: z.array(z.object({ name: z.string(), sizeBytes: z.number() })),
  }),
});
export type IngestResult = z.infer<typeof ingestResultSchema>;

const segmentSeconds = 5;
const blockSeconds = 0.5;
const flacCompressionLevel = 5;
const peaksFile = 'peaks.bin';
const segmentsDir = 'segments';
const resultFile = 'ingest.json';

/**
 * Makes a file playable and knows it: one pass over its samples feeds the measures, the peaks pyramid and the playback
 * segments. What exists is not made again, so a second call after a crash resumes and one after success only answers.
 * Throws MediaError with a sentence for the person who brought the file.
 */
export async function ingest(input: IngestInput, options: TaskOptions = {}): Promise<IngestResult> {
  const { path, outDir } = input;
  const { signal } = options;
  const resultPath = join(outDir, resultFile);
  if (existsSync(resultPath)) return ingestResultSchema.parse(JSON.parse(readFileSync(resultPath, 'utf8')));
  mkdirSync(outDir, { recursive: true });

  const hashing = hashFile(path, signal);
  hashing.catch(() => undefined);
  const source = await openSource(path, { blockSeconds, signal });
  let encoder: EncodeStream | null = null;
  try {
    const segments = planSegments(source.info);
    const task: EncodeTask = { kind: 'segments', dir: join(outDir, segmentsDir), ...segments };
    encoder = new EncodeStream(task, signal);
    const { analysis, peaks } = await readThrough(source, encoder, options);
    peaks.write(join(outDir, peaksFile), source.info.sampleRate);
    const files = await encoder.finish();
    const result: IngestResult = {
      sha256: await hashing,
      analysis,
      derived: {
        peaksFile,
        segmentsDir,
        segments: {
          codec: segments.coding.codec,
          bitDepth: segments.coding.codec === 'flac' ? segments.coding.bitDepth : 32,
          exponent: exponentOf(segments.coding),
          framesPerSegment: segments.framesPerSegment,
          count: files.length,
        },
        files: [
          { name: peaksFile, sizeBytes: statSync(join(outDir, peaksFile)).size },
          ...files.map((file) => ({ ...file, name: `${segmentsDir}/${file.name}` })),
        ],
      },
    };
    writeFileSync(partPath(resultPath), JSON.stringify(result));
    publishFile(resultPath, false);
    options.onProgress?.(1);
    return result;
  } finally {
    await encoder?.abandon();
    await source.close();
  }
}

type SegmentPlan = Omit<Extract<EncodeTask, { kind: 'segments' }>, 'kind' | 'dir'>;

const exponentOf = (coding: SegmentPlan['coding']): number => (coding.codec === 'flac' ? coding.exponent : 0);

/** See docs/decisions/0004-canonical-samples.md for why each kind travels as it does. */
function planSegments(info: SourceInfo): SegmentPlan {
  const { channels, sampleRate, sampleKind, bitDepth } = info;
  if (channels > 2) {
    throw new MediaError(
      'too_many_channels',
      `This file has ${channels} channels; bring it as mono or stereo, or as one file per channel pair.`,
    );
  }
  const flac = (bits: 16 | 24, exponent: number): SegmentPlan['coding'] => ({
    codec: 'flac',
    bitDepth: bits,
    exponent,
    compressionLevel: flacCompressionLevel,
  });
  const isWide = sampleKind === 'float' || (sampleKind === 'int' && bitDepth !== null && bitDepth > 24);
  const coding: SegmentPlan['coding'] = isWide
    ? { codec: 'wav' }
    : sampleKind === 'lossy'
      ? flac(24, lossyExponent)
      : flac(bitDepth !== null && bitDepth <= 16 ? 16 : 24, 0);
  return { framesPerSegment: sampleRate * segmentSeconds, sampleRate, channels: channels === 1 ? 1 : 2, coding };
}

async function readThrough(source: AudioSource, encoder: EncodeStream, { onProgress, signal }: TaskOptions) {
  const { info } = source;
  const analyser = new AnalyseStream(await loadDspFromDisk(), info);
  const peaks = new PeaksPyramid(info.channels, info.sampleKind === 'int' ? 0 : lossyExponent);
  const expected = info.frames ?? info.framesHint ?? 0;
  for (let block = await source.read(); block; block = await source.read(block)) {
    throwIfAborted(signal);
    await encoder.write(block);
    peaks.add(block);
    analyser.add(block);
    if (expected > 0) onProgress?.(Math.min(0.98, (0.98 * analyser.frames) / expected));
  }
  return { analysis: analyser.finish(source.warnings), peaks };
}
