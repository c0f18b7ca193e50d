import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { type DeliveryInput, renderDelivery } from './render-delivery.ts';
import { largestDifference, music, readFileSamples, tempDir, writeWav } from './testing/made-files.ts';

const metadata = { title: 'Ship / Shore', artist: 'Ann: the “Band”', album: 'Tides', isrc: 'QZABC2600001', year: 2026 };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function readZip(path: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(path);
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return entries;
}

test('makes every format, measured as decoded, with checksums, in one archive', async () => {
  using dir = tempDir();
  const block = music(96_000, 2, { level: 0.6 });
  const input = (name: string): DeliveryInput => ({
    inputPath: writeWav(dir.file('master.wav'), block),
    outDir: dir.file(name),
    formats: ['wav24', 'wav16_44', 'flac', 'mp3_320', 'aac_256', 'opus_192'],
    metadata,
  });
  const result = await renderDelivery(input('one'));
  expect(result.files.map((file) => file.name)).toEqual([
    'Ann_ the “Band” - Ship _ Shore (24 bit).wav',
    'Ann_ the “Band” - Ship _ Shore (16 bit 44.1 kHz).wav',
    'Ann_ the “Band” - Ship _ Shore.flac',
    'Ann_ the “Band” - Ship _ Shore.mp3',
    'Ann_ the “Band” - Ship _ Shore.m4a',
    'Ann_ the “Band” - Ship _ Shore.opus',
  ]);
  const [wav24, wav16, flac, ...lossy] = result.files;
  const samplesOf = ({ name }: { name: string }) => readFileSamples(dir.file(`one/${name}`));
  expect(largestDifference(await samplesOf(wav24!), block)).toBe(0);
  expect(largestDifference(await samplesOf(flac!), block)).toBe(0);
  expect(wav16).toMatchObject({ sampleRate: 44_100, frames: 88_200 });
  const reference = result.files[0]!.loudness.integratedLufs!;
  for (const file of [wav16!, ...lossy]) {
    expect(Math.abs(file.loudness.integratedLufs! - reference)).toBeLessThan(0.3);
    expect(file.loudness.truePeakDbtp).not.toBeNull();
  }
  expect(lossy.map((file) => file.frames)).toEqual([96_000, 96_000, 96_000]);

  const entries = await readZip(dir.file(`one/${result.zip.name}`));
  expect([...entries.keys()]).toEqual([...result.files.map((file) => file.name), 'SHA256SUMS.txt']);
  const sums = entries.get('SHA256SUMS.txt')!.toString();
  for (const file of result.files) {
    expect(sha256(entries.get(file.name)!)).toBe(file.sha256);
    expect(sums).toContain(`${file.sha256}  ${file.name}\n`);
  }
  expect(entries.get(lossy[0]!.name)!.includes('QZABC2600001')).toBe(true);
  expect(entries.get(flac!.name)!.includes('Ship / Shore')).toBe(true);
  expect(sha256(readFileSync(dir.file(`one/${result.zip.name}`)))).toBe(result.zip.sha256);
});

test('the same master makes the same archive, byte for byte', async () => {
  using dir = tempDir();
  const inputPath = writeWav(dir.file('master.wav'), music(24_000, 2));
  const deliver = (name: string) =>
    renderDelivery({ inputPath, outDir: dir.file(name), formats: ['wav16_44', 'mp3_320', 'aac_256'], metadata });
  expect((await deliver('one')).zip.sha256).toBe((await deliver('two')).zip.sha256);
});

test('16 bit is dithered: a tone below its last bit is still there', async () => {
  using dir = tempDir();
  const tone = Float32Array.from(
    { length: 441_000 },
    (_, at) => 10 ** (-100 / 20) * Math.sin((2 * Math.PI * 1000 * at) / 44_100),
  );
  const inputPath = writeWav(dir.file('m.wav'), [tone, tone], { sampleRate: 44_100 });
  const { files } = await renderDelivery({ inputPath, outDir: dir.file('out'), formats: ['wav16_44'], metadata });
  const [left] = await readFileSamples(dir.file(`out/${files[0]!.name}`));
  let sine = 0;
  left!.forEach((value, at) => {
    sine += value * Math.sin((2 * Math.PI * 1000 * at) / 44_100);
  });
  const levelDb = 20 * Math.log10((2 * sine) / left!.length);
  expect(levelDb).toBeGreaterThan(-101);
  expect(levelDb).toBeLessThan(-99);
});

test('a lossy file that peaks above full scale when decoded carries a warning', async () => {
  using dir = tempDir();
  const square = Float32Array.from({ length: 96_000 }, (_, at) => (at % 109 < 54 ? 0.999 : -0.999));
  const inputPath = writeWav(dir.file('loud.wav'), [square, square]);
  const { files } = await renderDelivery({ inputPath, outDir: dir.file('out'), formats: ['aac_256'], metadata });
  expect(files[0]!.loudness.truePeakDbtp).toBeGreaterThan(0);
  expect(files[0]!.warnings.map((one) => one.code)).toEqual(['over_full_scale']);
});
