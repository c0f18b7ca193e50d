import { existsSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { analysisSchema, segmentName } from '@sweetspot/protocol';
import { expect, test } from 'vitest';
import { hashFile } from './hash-file.ts';
import { type IngestResult, ingest } from './ingest.ts';
import type { Block } from './source.ts';
import {
  encodeFile,
  largestDifference,
  music,
  readFileSamples,
  tempDir,
  wavBytes,
  writeBytes,
  writeWav,
} from './testing/made-files.ts';

/** The segments joined as a player schedules them. */
async function playback(outDir: string, { derived }: IngestResult, channels: number): Promise<Block> {
  const { codec, count, exponent } = derived.segments;
  const parts: Block[] = [];
  for (let index = 0; index < count; index += 1) {
    parts.push(await readFileSamples(join(outDir, derived.segmentsDir, segmentName(index, codec))));
  }
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(parts.flatMap((part) => Array.from(part[channel]!, (value) => value * 2 ** exponent))),
  );
}

test.each<[string, (path: string) => Promise<string> | string, object]>([
  ['24-bit WAV', (path) => writeWav(path, music(250_123, 2)), { codec: 'flac', bitDepth: 24, exponent: 0 }],
  [
    '16-bit WAV',
    (path) => writeWav(path, music(250_000, 1, { bits: 16 }), { samples: 'int16' }),
    { codec: 'flac', bitDepth: 16, exponent: 0 },
  ],
  [
    'float WAV',
    (path) => writeWav(path, music(250_000, 2, { level: 3 }), { samples: 'float32' }),
    { codec: 'wav', bitDepth: 32, exponent: 0 },
  ],
  [
    'MP3',
    (path) => encodeFile(path, music(250_000, 2, { level: 0.95 }), { codec: 'mp3', bitsPerSecond: 320_000 }),
    { codec: 'flac', bitDepth: 24, exponent: 2 },
  ],
])('the segments of a %s play back exactly what analysis and renders see', async (_name, make, segments) => {
  using dir = tempDir();
  const path = await make(dir.file('source'));
  const result = await ingest({ path, outDir: dir.file('out') });
  const canonical = await readFileSamples(path);
  expect(result.derived.segments).toMatchObject({ ...segments, framesPerSegment: 240_000 });
  expect(result.derived.segments.count).toBe(Math.ceil(canonical[0]!.length / 240_000));
  expect(largestDifference(await playback(dir.file('out'), result, canonical.length), canonical)).toBe(0);
  expect(result.sha256).toBe(await hashFile(path));
  expect(result.analysis.format.frames).toBe(canonical[0]!.length);
  for (const { name, sizeBytes } of result.derived.files)
    expect(statSync(dir.file(join('out', name))).size).toBe(sizeBytes);
});

test('measures what is known of a made file', async () => {
  using dir = tempDir();
  const rate = 48_000;
  const tone = Float32Array.from({ length: rate * 20 }, (_, at) => {
    const sounds = at >= rate && at < rate * 19;
    return sounds ? 10 ** (-23 / 20) * Math.sin((2 * Math.PI * 997 * at) / rate) : 0;
  });
  const { analysis } = await ingest({ path: writeWav(dir.file('x.wav'), [tone, tone]), outDir: dir.file('out') });
  expect(analysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
  expect(Math.abs(analysis.loudness.integratedLufs! + 23)).toBeLessThan(0.1);
  expect(analysis.loudness.maxMomentaryLufs).toBeCloseTo(-23, 1);
  expect(analysis.loudness.truePeakDbtp).toBeCloseTo(-23, 1);
  expect(analysis.loudness.rangeLu).toBeNull();
  expect(analysis.stereo).toMatchObject({ dualMono: true, deadChannel: null });
  expect(analysis.stereo.correlationMean).toBeCloseTo(1, 6);
  expect(analysis.integrity.leadingSilenceSeconds).toBeCloseTo(1, 3);
  expect(analysis.integrity.trailingSilenceSeconds).toBeCloseTo(1, 3);
  expect(analysis.integrity.clippedRunCount).toBe(0);
  expect(analysis.activity.spectralCentroidHz).toBeCloseTo(997, -1);
  expect(analysis.activity.crestDb).toBeCloseTo(3.01, 0);
  expect(analysis.activity.activeRatio).toBeGreaterThan(0.85);
  expect(analysis.curve.shortTermLufs).toHaveLength(40);
});

test('a silent file has no level, and says so with nulls', async () => {
  using dir = tempDir();
  const { analysis } = await ingest({
    path: writeWav(dir.file('x.wav'), [new Float32Array(96_000)]),
    outDir: dir.file('o'),
  });
  expect(analysis.loudness.integratedLufs).toBeNull();
  expect(analysis.loudness.samplePeakDbfs).toBeNull();
  expect(analysis.activity).toEqual({ activeRatio: 0, activeLufs: null, crestDb: null, spectralCentroidHz: null });
  expect(analysis.integrity.leadingSilenceSeconds).toBe(2);
});

test('clipped runs are found at the maximum with their times; 16 of 24 bits are told', async () => {
  using dir = tempDir();
  const plane = music(48_000, 1, { bits: 16, level: 0.5 })[0]!;
  const top = 32_767 / 32_768;
  plane.fill(top, 1000, 1004);
  plane.fill(-1, 24_000, 24_003);
  plane.fill(top, 30_000, 30_002);
  const { analysis } = await ingest({ path: writeWav(dir.file('x.wav'), [plane]), outDir: dir.file('out') });
  expect(analysis.integrity.clippedRuns).toEqual([
    { atSeconds: 1000 / 48_000, samples: 4, channel: 0 },
    { atSeconds: 0.5, samples: 3, channel: 0 },
  ]);
  expect(analysis.integrity.effectiveBits).toBe(16);
});

test('a second call answers without work; one after a crash makes only what is missing, byte for byte', async () => {
  using dir = tempDir();
  const input = { path: writeWav(dir.file('x.wav'), music(48_000, 2), { times: 15 }), outDir: dir.file('out') };
  const first = await ingest(input);
  const segment = (index: number) => dir.file(`out/segments/${segmentName(index, 'flac')}`);
  const bytes = readFileSync(segment(2));
  const longAgo = new Date(2001, 0, 1);
  utimesSync(segment(0), longAgo, longAgo);
  rmSync(dir.file('out/ingest.json'));
  rmSync(segment(2));
  const progress: number[] = [];
  expect(await ingest(input, { onProgress: (value) => progress.push(value) })).toEqual(first);
  expect(statSync(segment(0)).mtimeMs).toBe(longAgo.getTime());
  expect(readFileSync(segment(2)).equals(bytes)).toBe(true);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  rmSync(input.path);
  expect(await ingest(input)).toEqual(first);
});

test('more than two channels are refused with a sentence; an abort leaves no result', async () => {
  using dir = tempDir();
  const quad = writeBytes(dir.file('q.wav'), wavBytes({ channels: 4 }));
  await expect(ingest({ path: quad, outDir: dir.file('a') })).rejects.toMatchObject({ mediaCode: 'too_many_channels' });
  const controller = new AbortController();
  const input = { path: writeWav(dir.file('x.wav'), music(480_000, 2)), outDir: dir.file('b') };
  const running = ingest(input, { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(running).rejects.toMatchObject({ mediaCode: 'cancelled' });
  expect(existsSync(dir.file('b/ingest.json'))).toBe(false);
});
