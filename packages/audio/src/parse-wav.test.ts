import { expect, test } from 'vitest';
import type { MediaError } from './media-error.ts';
import { openSource } from './open-source.ts';
import {
  chunk,
  extensible,
  largestDifference,
  music,
  readAll,
  tempDir,
  type WavParts,
  wavBytes,
  writeBytes,
  writeWav,
} from './testing/made-files.ts';
import { wavHeader } from './wav-writer.ts';

async function open(bytes: Uint8Array) {
  using dir = tempDir();
  const source = await openSource(writeBytes(dir.file('x.wav'), bytes));
  const samples = await readAll(source);
  return { info: source.info, warnings: source.warnings.map((one) => one.code), samples };
}
const failure = (bytes: Uint8Array): Promise<MediaError> =>
  open(bytes).then(
    () => {
      throw new Error('this should have been refused');
    },
    (error: MediaError) => error,
  );

test('integers of 16 and 24 bit come back exactly, float32 bit for bit', async () => {
  using dir = tempDir();
  for (const [samples, bits] of [
    ['int16', 16],
    ['int24', 24],
    ['float32', 24],
  ] as const) {
    const block = music(10_007, 2, { bits });
    const source = await openSource(writeWav(dir.file(`${samples}.wav`), block, { samples }));
    expect(source.info).toMatchObject({ container: 'wav', sampleRate: 48_000, channels: 2, frames: 10_007 });
    expect(largestDifference(await readAll(source), block)).toBe(0);
  }
});

test('8 bit is unsigned; 32 bit and float64 become float32; 20 bit in 3 bytes is left-justified', async () => {
  const eight = await open(wavBytes({ bits: 8, channels: 1, data: Buffer.from([0, 128, 255]) }));
  expect([...eight.samples[0]!]).toEqual([-1, 0, 127 / 128]);
  const data32 = Buffer.alloc(8);
  data32.writeInt32LE(-(2 ** 31), 0);
  data32.writeInt32LE(2 ** 30, 4);
  expect([...(await open(wavBytes({ bits: 32, channels: 1, data: data32 }))).samples[0]!]).toEqual([-1, 0.5]);
  const data64 = Buffer.alloc(16);
  data64.writeDoubleLE(0.1, 0);
  data64.writeDoubleLE(-2.5, 8);
  const doubles = await open(wavBytes({ formatTag: 3, bits: 64, channels: 1, data: data64 }));
  expect([...doubles.samples[0]!]).toEqual([Math.fround(0.1), -2.5]);
  const data20 = Buffer.from([0x10, 0x00, 0x40]);
  const twenty = await open(wavBytes({ bits: 20, channels: 1, data: data20 }));
  expect(twenty.info.bitDepth).toBe(20);
  expect(twenty.samples[0]![0]).toBeCloseTo(0.5, 5);
});

test('WAVE_FORMAT_EXTENSIBLE names the format inside', async () => {
  const pcm = await open(
    wavBytes({ formatTag: 0xfffe, bits: 24, fmtBytes: 40, fmtExtra: extensible(1, 20), data: Buffer.alloc(600, 3) }),
  );
  expect(pcm.info).toMatchObject({ codec: 'pcm_s24le', bitDepth: 20, frames: 100 });
  const float = await open(
    wavBytes({ formatTag: 0xfffe, bits: 32, fmtBytes: 40, fmtExtra: extensible(3, 32), data: Buffer.alloc(800) }),
  );
  expect(float.info.sampleKind).toBe('float');
  const foreign = await failure(wavBytes({ formatTag: 0xfffe, bits: 16, fmtBytes: 40, fmtExtra: Buffer.alloc(24, 9) }));
  expect(foreign.mediaCode).toBe('unsupported_format');
});

test.each<[string, WavParts]>([
  ['RIFF size 0', { riffBytes: 0 }],
  ['RIFF size FFFFFFFF', { riffBytes: 0xffffffff }],
  ['RIFF size too small', { riffBytes: 20 }],
  ['data size FFFFFFFF', { dataBytes: 0xffffffff }],
  ['data size 0 of a recorder that crashed', { dataBytes: 0 }],
  ['fmt of 18 bytes', { fmtBytes: 18, fmtExtra: Buffer.alloc(2) }],
  ['fmt after data', { fmtLast: true }],
  ['200 MB of metadata claimed at the end', { after: [chunk('junk', Buffer.alloc(8), { claimed: 200_000_000 })] }],
  ['odd chunk with pad', { between: [chunk('LIST', Buffer.alloc(5))] }],
  ['odd chunk without pad', { between: [chunk('LIST', Buffer.alloc(5), { pad: false })] }],
])('reads all the sound with %s', async (_name, parts) => {
  const { info, samples } = await open(wavBytes(parts));
  expect(info.frames).toBeGreaterThanOrEqual(1000);
  expect(samples[0]!.length).toBe(info.frames);
});

test('data that ends early is taken as far as it goes, with a warning', async () => {
  const { info, warnings } = await open(wavBytes({ dataBytes: 400_000 }));
  expect(info.frames).toBe(1000);
  expect(warnings).toEqual(['truncated']);
});

test('RF64 takes its size from ds64; a ds64 that lies is held to what is there', async () => {
  const ds64 = (dataBytes: bigint) => {
    const body = Buffer.alloc(28);
    body.writeBigUInt64LE(dataBytes, 8);
    return chunk('ds64', body);
  };
  const parts = (dataBytes: bigint): WavParts => ({
    id: 'RF64',
    riffBytes: 0xffffffff,
    dataBytes: 0xffffffff,
    before: [ds64(dataBytes)],
  });
  const honest = await open(wavBytes({ ...parts(2000n), data: Buffer.alloc(4000, 7) }));
  expect(honest.info).toMatchObject({ container: 'rf64', frames: 500 });
  for (const lie of [2n ** 62n, 2n ** 64n - 1n, 10_000n]) {
    const { info, warnings } = await open(wavBytes(parts(lie)));
    expect(info.frames).toBe(1000);
    expect(warnings).toEqual(['truncated']);
  }
});

test.each<[string, string, WavParts]>([
  ['no channels', 'bad_channels', { channels: 0 }],
  ['65,535 channels', 'bad_channels', { channels: 65_535 }],
  ['rate 0', 'bad_sample_rate', { sampleRate: 0 }],
  ['rate 4e9', 'bad_sample_rate', { sampleRate: 4_000_000_000 }],
  ['block align that contradicts', 'malformed_header', { blockAlign: 6 }],
  ['0 bits', 'malformed_header', { bits: 0 }],
  ['48 bits', 'malformed_header', { bits: 48 }],
  ['fmt of 1 byte', 'malformed_header', { fmtBytes: 1 }],
  ['fmt missing', 'malformed_header', { withoutFmt: true }],
  ['no frames', 'empty', { data: Buffer.alloc(0) }],
  ['less than a frame', 'empty', { data: Buffer.alloc(3) }],
  ['MP3 inside', 'unsupported_format', { formatTag: 85 }],
  ['ADPCM inside', 'unsupported_format', { formatTag: 2, bits: 4 }],
])('refuses %s', async (_name, code, parts) => {
  const error = await failure(wavBytes(parts));
  expect(error.mediaCode).toBe(code);
  expect(error.message).toMatch(/^[A-Z].*\.$/);
});

test('refuses two formats that differ, takes the same one twice', async () => {
  const one = wavBytes({});
  const fmt = one.subarray(12, 12 + 24);
  const other = Buffer.from(fmt);
  other.writeUInt32LE(44_100, 12);
  expect((await failure(wavBytes({ between: [other] }))).mediaCode).toBe('malformed_header');
  expect((await open(wavBytes({ between: [Buffer.from(fmt)] }))).info.frames).toBe(1000);
});

test('a million tiny chunks are refused without walking them all', async () => {
  const tiny = chunk('junk', Buffer.alloc(0));
  const bytes = wavBytes({ before: [Buffer.concat(Array.from({ length: 1_000_000 }, () => tiny))] });
  const startedAt = performance.now();
  expect((await failure(bytes)).mediaCode).toBe('malformed_header');
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('NaN, infinities and 1e30 are replaced and counted, denormals become silence', async () => {
  const data = Buffer.alloc(24);
  const values = [Number.NaN, Number.POSITIVE_INFINITY, 1e30, -1e30, 1e-40, 0.5];
  for (const [index, value] of values.entries()) data.writeFloatLE(value, index * 4);
  const { samples, warnings } = await open(wavBytes({ formatTag: 3, bits: 32, channels: 1, data }));
  expect([...samples[0]!]).toEqual([0, 0, 1024, -1024, 0, 0.5]);
  expect(warnings).toEqual(['damaged_samples']);
});

test('our own header says RF64 beyond 4 GB and keeps its length', () => {
  const options = { sampleRate: 48_000, channels: 2, samples: 'int24' } as const;
  const small = wavHeader(options, 1000);
  const large = wavHeader(options, 1_000_000_000);
  expect(large.length).toBe(small.length);
  expect(large.toString('latin1', 0, 4)).toBe('RF64');
  expect(large.toString('latin1', 12, 16)).toBe('ds64');
  expect(large.readBigUInt64LE(28)).toBe(6_000_000_000n);
});
