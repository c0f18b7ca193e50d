import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onLossyGrid } from './canonical.ts';
import type { EncodeFormat } from './ffmpeg-encoder.ts';
import { openSource, openSources } from './open-source.ts';
import {
  encodeFile,
  largestDifference,
  music,
  readAll,
  readFileSamples,
  tempDir,
  writeBytes,
  writeWav,
} from './testing/made-files.ts';

const flac = (bitDepth: 16 | 24): EncodeFormat => ({ codec: 'flac', bitDepth, exponent: 0, compressionLevel: 5 });

test('FLAC of 16 and 24 bit comes back exactly', async () => {
  using dir = tempDir();
  for (const bits of [16, 24] as const) {
    const block = music(30_011, 2, { bits });
    const source = await openSource(await encodeFile(dir.file(`${bits}.flac`), block, flac(bits)));
    expect(source.info).toMatchObject({ codec: 'flac', sampleKind: 'int', bitDepth: bits, framesHint: 30_011 });
    expect(largestDifference(await readAll(source), block)).toBe(0);
  }
});

test.each<[string, EncodeFormat, number]>([
  ['mp3', { codec: 'mp3', bitsPerSecond: 320_000 }, 44_100],
  ['m4a', { codec: 'aac', bitsPerSecond: 256_000 }, 48_000],
  ['opus', { codec: 'opus', bitsPerSecond: 192_000 }, 48_000],
])('%s has the length and the place it had before encoding, on the canonical grid', async (name, format, rate) => {
  using dir = tempDir();
  const frames = rate + 1234;
  const block = music(frames, 2, { sampleRate: rate });
  const source = await openSource(await encodeFile(dir.file(`x.${name}`), block, format, rate));
  expect(source.info).toMatchObject({ sampleKind: 'lossy', bitDepth: null, sampleRate: rate });
  const decoded = await readAll(source);
  expect(decoded[0]!.length).toBe(frames);
  expect(decoded.every((plane) => plane.every((value) => value === onLossyGrid(value)))).toBe(true);
  // Aligned: the best match of the middle is at no shift.
  const matchAt = (shift: number) => {
    let sum = 0;
    for (let at = 20_000; at < 30_000; at += 1) sum += block[0]![at]! * decoded[0]![at + shift]!;
    return sum;
  };
  const shifts = Array.from({ length: 81 }, (_, index) => index - 40);
  expect(shifts.reduce((best, shift) => (matchAt(shift) > matchAt(best) ? shift : best), -40)).toBe(0);
});

test('the lossy grid rounds to 2^-21, holds at ±4 and silences what is no number', () => {
  expect(onLossyGrid(0.3) * 2 ** 21).toBe(Math.round(0.3 * 2 ** 21));
  expect([onLossyGrid(5), onLossyGrid(-5), onLossyGrid(Number.NaN)]).toEqual([4 - 2 ** -21, -4, 0]);
});

test('many files at once come back each as itself, of any length, rate and kind', async () => {
  using dir = tempDir();
  const made = [
    { block: music(40_000, 2), rate: 48_000, name: 'a.flac' },
    { block: music(9000, 1), rate: 44_100, name: 'b.flac' },
    { block: music(70_001, 2), rate: 96_000, name: 'c.flac' },
    { block: music(20_000, 2), rate: 48_000, name: 'd.wav' },
    { block: music(1, 1), rate: 48_000, name: 'e.flac' },
  ];
  for (const { block, rate, name } of made) {
    if (name.endsWith('wav')) writeWav(dir.file(name), block, { sampleRate: rate });
    else await encodeFile(dir.file(name), block, flac(24), rate);
  }
  const sources = await openSources(made.map(({ name }) => dir.file(name)));
  const read = await Promise.all(sources.map(readAll));
  made.forEach(({ block }, index) => {
    expect(largestDifference(read[index]!, block)).toBe(0);
  });
});

test('one broken file among many closes the others and is named', async () => {
  using dir = tempDir();
  const good = await encodeFile(dir.file('a.flac'), music(5000, 2), flac(24));
  const bad = writeBytes(dir.file('b.flac'), Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(2000, 9)]));
  await expect(openSources([good, bad], { names: ['Kick', 'Snare'] })).rejects.toThrow(/^Snare: This file is damaged/);
});

test('a file cut in the middle gives what is there; a header alone is refused', async () => {
  using dir = tempDir();
  const bytes = readFileSync(await encodeFile(dir.file('a.flac'), music(200_000, 2), flac(24)));
  const source = await openSource(writeBytes(dir.file('cut.flac'), bytes.subarray(0, bytes.length / 2)));
  const [left] = await readAll(source);
  expect(left!.length).toBeGreaterThan(50_000);
  expect(source.warnings.map((one) => one.code)).toContain('length_differs');
  const stump = writeBytes(dir.file('stump.flac'), bytes.subarray(0, 60));
  await expect(readFileSamples(stump)).rejects.toMatchObject({ code: 'bad_input' });
});

test('damage in the middle becomes silence and moves nothing', async () => {
  using dir = tempDir();
  const block = music(400_000, 2);
  const bytes = readFileSync(await encodeFile(dir.file('a.flac'), block, flac(24)));
  bytes.fill(0, bytes.length / 2, bytes.length / 2 + 30_000);
  const source = await openSource(writeBytes(dir.file('hurt.flac'), bytes));
  const [left] = await readAll(source);
  expect(source.warnings.length).toBeGreaterThan(0);
  expect(left!.length).toBe(400_000);
  expect(left!.subarray(390_000)).toEqual(block[0]!.subarray(390_000));
});

test('hours of silence in a tiny file are refused', async () => {
  using dir = tempDir();
  const silence = [new Float32Array(48_000 * 30)];
  const path = await encodeFile(dir.file('long.flac'), silence, flac(16));
  expect(readFileSync(path).length).toBeLessThan(20_000);
  await expect(openSource(path, { limits: { maxSeconds: 20 } })).rejects.toMatchObject({ mediaCode: 'too_long' });
  const mp3 = await encodeFile(dir.file('long.mp3'), silence, { codec: 'mp3', bitsPerSecond: 320_000 });
  const source = await openSource(mp3, { limits: { maxSeconds: 20 } });
  await expect(readAll(source)).rejects.toMatchObject({ mediaCode: 'too_long' });
});

test('a decoder that stands still, or takes too much memory, is ended with a sentence', async () => {
  using dir = tempDir();
  const path = await encodeFile(dir.file('a.flac'), music(48_000, 2), flac(24));
  await expect(openSource(path, { limits: { stallMs: 1 } })).rejects.toMatchObject({ mediaCode: 'decoder_stalled' });
  const long = await encodeFile(dir.file('b.flac'), music(48_000 * 60, 2), flac(24));
  const greedy = async () => readAll(await openSource(long, { limits: { maxRssBytes: 30_000_000 } }));
  await expect(greedy()).rejects.toMatchObject({ mediaCode: 'too_much_memory' });
});

test('an aborted signal ends the decoder and says cancelled', async () => {
  using dir = tempDir();
  const path = await encodeFile(dir.file('a.flac'), music(480_000, 2), flac(24));
  const controller = new AbortController();
  const source = await openSource(path, { signal: controller.signal, blockSeconds: 0.1 });
  await source.read();
  controller.abort();
  await expect(readAll(source)).rejects.toMatchObject({ mediaCode: 'cancelled' });
});
