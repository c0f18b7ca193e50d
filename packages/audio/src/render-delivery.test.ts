import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { deliveryFormats } from '@sweetspot/protocol';
import { expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { type DeliveryInput, renderDelivery } from './render-delivery.ts';
import { largestDifference, music, readFileSamples, tempDir, writeBytes, writeWav } from './testing/made-files.ts';

const metadata = {
  title: 'Ship / Shore – à 1 °C',
  artist: 'Ann: the “Band”',
  album: 'Tides & <Tales>',
  albumArtist: 'Ann',
  composer: 'Ann Őry',
  genre: 'Folk',
  trackNumber: 3,
  trackTotal: 11,
  discNumber: 1,
  discTotal: 2,
  year: 2026,
  isrc: 'QZABC2600001',
  upc: '4006381333931',
  pLine: '2026 Lowtide',
  cLine: '2026 Lowtide Music',
  comment: 'Made in one take.',
};
/** One black pixel (ISO/IEC 15948). */
const cover = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082',
  'hex',
);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function readZip(path: string): Promise<Map<string, Buffer>> {
  const zip = await openPromise(path);
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    entries.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return entries;
}

test('makes every format, measured as decoded, with checksums, in one archive', { timeout: 60_000 }, async () => {
  using dir = tempDir();
  const block = music(96_000, 2, { level: 0.6 });
  const input = (name: string): DeliveryInput => ({
    inputPath: writeWav(dir.file('master.wav'), block),
    outDir: dir.file(name),
    formats: deliveryFormats,
    metadata,
    artworkPath: writeBytes(dir.file('cover.png'), cover),
  });
  const result = await renderDelivery(input('one'));
  const name = 'Ann_ the “Band” - Ship _ Shore – à 1 °C';
  expect(result.files.map((file) => file.name)).toEqual([
    `${name} (24 bit).wav`,
    `${name} (32 bit float).wav`,
    `${name} (24 bit 48 kHz).wav`,
    `${name} (16 bit 44.1 kHz).wav`,
    `${name}.flac`,
    `${name} (Apple Lossless).m4a`,
    `${name}.mp3`,
    `${name}.m4a`,
    `${name}.opus`,
  ]);
  const [wav24, , , wav16, flac, alac, ...lossy] = result.files;
  const samplesOf = (file: { name: string }) => readFileSamples(dir.file(`one/${file.name}`));
  for (const one of [wav24, flac, alac]) expect(largestDifference(await samplesOf(one!), block)).toBe(0);
  const identical = result.files.filter((one) => one.identical).map(({ format }) => format);
  expect(identical).toEqual(['wav24', 'wav32f', 'wav24_48', 'flac', 'alac']);
  expect(wav16).toMatchObject({ sampleRate: 44_100, frames: 88_200, bitDepth: 16 });
  const reference = wav24!.loudness.integratedLufs!;
  for (const file of [wav16!, ...lossy]) {
    expect(Math.abs(file.loudness.integratedLufs! - file.gainDb - reference)).toBeLessThan(0.3);
    expect(file.loudness.truePeakDbtp).not.toBeNull();
  }
  expect(lossy.map((file) => file.frames)).toEqual([96_000, 96_000, 96_000]);
  const fields = [...Object.keys(metadata).filter((key) => !/Number|Total/.test(key)), 'track', 'disc', 'artwork'];
  for (const file of result.files) {
    expect({ format: file.format, warnings: file.warnings }).toEqual({ format: file.format, warnings: [] });
    expect(
      file.tags
        .filter(({ state }) => state === 'kept')
        .map(({ field }) => field)
        .sort(),
    ).toEqual(fields.sort());
  }

  const entries = await readZip(dir.file(`one/${result.zip.name}`));
  const papers = ['Report.pdf', 'Report.json', `${name}.cue`, 'README.txt'];
  const inZip = [...result.files.map((file) => file.name), ...papers, 'SHA256SUMS.txt'];
  expect([...entries.keys()]).toEqual(inZip);
  expect(result.names).toEqual([...inZip, result.zip.name]);
  expect(readdirSync(dir.file('one')).sort()).toEqual([...result.names].sort());
  const sums = entries.get('SHA256SUMS.txt')!.toString();
  for (const one of inZip.slice(0, -1)) expect(sums).toContain(`${sha256(entries.get(one)!)}  ${one}\n`);
  for (const file of result.files) expect(sha256(entries.get(file.name)!)).toBe(file.sha256);
  expect(sha256(readFileSync(dir.file(`one/${result.zip.name}`)))).toBe(result.zip.sha256);

  expect(JSON.parse(entries.get('Report.json')!.toString())).toMatchObject({
    metadata,
    master: { sha256: sha256(readFileSync(dir.file('master.wav'))), approvals: [] },
    artwork: { mime: 'image/png', width: 1, height: 1 },
    files: result.files.map(({ format, loudness }) => ({ format, loudness })),
  });
  expect(result.findings.map(({ code }) => code)).toContain('artwork_small');
  expect(entries.get('Report.pdf')!.subarray(0, 5).toString()).toBe('%PDF-');
  expect(entries.get('Report.pdf')!.toString('latin1')).toContain('/FontFile2');
  expect(entries.get(`${name}.cue`)!.toString()).toContain('    ISRC QZABC2600001\r\n');
  expect(entries.get('README.txt')!.toString()).toContain('Exactly the samples of the approved file.');
});

test('the same master makes the same archive, byte for byte', { timeout: 60_000 }, async () => {
  using dir = tempDir();
  const inputPath = writeWav(dir.file('master.wav'), music(24_000, 2));
  const deliver = (name: string) =>
    renderDelivery({ inputPath, outDir: dir.file(name), formats: ['wav16_44', 'aac_256'], metadata });
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

/** A master at −0.97 dBTP whose edges a lossy encoder cannot follow. */
function squareMaster(path: string): string {
  const amplitude = 10 ** (-3 / 20);
  const square = Float32Array.from({ length: 96_000 }, (_, at) => (at % 109 < 54 ? amplitude : -amplitude));
  return writeWav(path, [square, square]);
}

test('a file that would peak over the ceiling when decoded is made quieter until it holds, and says by how much', {
  timeout: 60_000,
}, async () => {
  using dir = tempDir();
  const inputPath = squareMaster(dir.file('loud.wav'));
  const formats = ['wav24', 'wav16_44', 'mp3_320', 'aac_256', 'opus_192'] as const;
  const { files } = await renderDelivery({ inputPath, outDir: dir.file('out'), formats, metadata });
  const master = files[0]!.loudness.truePeakDbtp!;
  for (const { format, loudness, gainDb, ceilingDbtp, attempts, warnings } of files) {
    if (format === 'wav24') {
      expect({ gainDb, ceilingDbtp }).toEqual({ gainDb: 0, ceilingDbtp: null });
      continue;
    }
    expect(ceilingDbtp).toBe(format === 'wav16_44' ? Math.max(-1, master) : -1);
    expect(loudness.truePeakDbtp).toBeLessThan(ceilingDbtp! + 0.005);
    expect(warnings).toEqual([]);
    expect(attempts.at(-1)).toEqual({ gainDb, truePeakDbtp: loudness.truePeakDbtp });
  }
  const aac = files.find(({ format }) => format === 'aac_256')!;
  expect(aac.attempts[0]!.truePeakDbtp).toBeGreaterThan(-1);
  expect(aac.gainDb).toBeLessThan(0);
});

test('or it is left as it is, with a warning', async () => {
  using dir = tempDir();
  const { files } = await renderDelivery({
    inputPath: squareMaster(dir.file('loud.wav')),
    outDir: dir.file('out'),
    formats: ['aac_256'],
    metadata,
    peaks: { ceilingDbtp: -1, onOver: 'warn' },
  });
  expect(files[0]!.loudness.truePeakDbtp).toBeGreaterThan(-1);
  expect(files[0]).toMatchObject({ gainDb: 0, attempts: [{ gainDb: 0 }] });
  expect(files[0]!.warnings.map(({ code }) => code)).toEqual([expect.stringMatching(/^over_(ceiling|full_scale)$/)]);
});

test('alternates come along: tagged as recordings of their own, summed, in the papers', {
  timeout: 60_000,
}, async () => {
  using dir = tempDir();
  const band = music(48_000, 2, { level: 0.2 });
  const loud = music(48_000, 2, { level: 1.2 });
  const { alternates, files, zip } = await renderDelivery({
    inputPath: writeWav(dir.file('master.wav'), music(48_000, 2, { level: 0.4 })),
    outDir: dir.file('out'),
    formats: ['wav24'],
    metadata: { ...metadata, title: 'Boats', alternateIsrcs: { no_limiter: 'SEABC2600009', tv: 'SEABC2600008' } },
    alternates: [
      {
        kind: 'instrumental',
        heard: ['Drums', 'Bass'],
        bitDepth: 24,
        path: writeWav(dir.file('band.wav'), band),
        note: 'The engine is another one.',
      },
      {
        kind: 'no_limiter',
        heard: ['Drums', 'Bass', 'Vox'],
        bitDepth: '32f',
        path: writeWav(dir.file('free.wav'), loud, { samples: 'float32' }),
      },
    ],
  });
  expect(files).toHaveLength(1);
  const name = 'Ann_ the “Band” - Boats';
  expect(alternates).toMatchObject([
    { name: `${name} (Instrumental).wav`, format: 'wav24', alternate: 'instrumental', identical: false, gainDb: 0 },
    { name: `${name} (No Limiter).wav`, format: 'wav32f', alternate: 'no_limiter', warnings: [] },
  ]);
  expect(alternates[0]!.warnings.map(({ message }) => message)).toEqual(['The engine is another one.']);
  expect(alternates[1]!.loudness.truePeakDbtp).toBeGreaterThan(0);
  expect(largestDifference(await readFileSamples(dir.file(`out/${alternates[0]!.name}`)), band)).toBe(0);
  const kept = alternates[0]!.tags.filter(({ state }) => state === 'kept').map(({ field }) => field);
  expect(kept).toContain('title');
  for (const field of ['isrc', 'track', 'disc']) expect(kept).not.toContain(field);
  expect(alternates[1]!.tags).toContainEqual({ field: 'isrc', state: 'kept' });
  expect(alternates.map(({ isrc }) => isrc)).toEqual([null, 'SEABC2600009']);

  const entries = await readZip(dir.file(`out/${zip.name}`));
  const sums = entries.get('SHA256SUMS.txt')!.toString();
  for (const { name: file, sha256: sum } of alternates) {
    expect(sha256(entries.get(file)!)).toBe(sum);
    expect(sums).toContain(`${sum}  ${file}\n`);
    expect(entries.get('README.txt')!.toString()).toContain(file);
  }
  expect(entries.get('README.txt')!.toString()).toContain('    Of Drums, Bass.');
  expect(JSON.parse(entries.get('Report.json')!.toString()).alternates).toMatchObject([
    { alternate: 'instrumental', heard: ['Drums', 'Bass'] },
    { alternate: 'no_limiter' },
  ]);
});
