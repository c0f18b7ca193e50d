import { expect, test } from 'vitest';
import type { MediaError } from './media-error.ts';
import { openSource } from './open-source.ts';
import { aiffBytes, readAll, tempDir, writeBytes } from './testing/made-files.ts';

async function open(bytes: Uint8Array) {
  using dir = tempDir();
  const source = await openSource(writeBytes(dir.file('x.aif'), bytes));
  return { info: source.info, warnings: source.warnings.map((one) => one.code), samples: await readAll(source) };
}

const half: [string, string | null, number, number[]][] = [
  ['AIFF 16', null, 16, [0x40, 0x00]],
  ['AIFF 24', null, 24, [0x40, 0x00, 0x00]],
  ['AIFC NONE 32', 'NONE', 32, [0x40, 0, 0, 0]],
  ['AIFC twos', 'twos', 16, [0x40, 0x00]],
  ['AIFC sowt', 'sowt', 16, [0x00, 0x40]],
  ['AIFC in24', 'in24', 24, [0x40, 0x00, 0x00]],
  ['AIFC 42ni', '42ni', 24, [0x00, 0x00, 0x40]],
  ['AIFC fl32', 'fl32', 32, [0x3f, 0, 0, 0]],
  ['AIFC FL64', 'FL64', 64, [0x3f, 0xe0, 0, 0, 0, 0, 0, 0]],
  ['AIFC raw', 'raw ', 8, [0xc0]],
];
test.each(half)('%s reads one half as one half', async (_name, type, bits, bytes) => {
  const { info, samples } = await open(aiffBytes({ type, bits, channels: 1, data: Buffer.from([...bytes, ...bytes]) }));
  expect([...samples[0]!]).toEqual([0.5, 0.5]);
  expect(info).toMatchObject({ container: type === null ? 'aiff' : 'aifc', sampleRate: 48_000, bitDepth: bits });
});

test('fewer samples than stated are taken with a warning', async () => {
  const { info, warnings } = await open(aiffBytes({ frames: 5000 }));
  expect(info.frames).toBe(1000);
  expect(warnings).toEqual(['truncated']);
});

test.each<[string, string, Parameters<typeof aiffBytes>[0]]>([
  ['a compression we do not take', 'unsupported_format', { type: 'ima4' }],
  ['no channels', 'bad_channels', { channels: 0, frames: 10 }],
  ['a rate of 1 Hz', 'bad_sample_rate', { sampleRate: 1 }],
  ['no sound', 'empty', { data: Buffer.alloc(0), frames: 0 }],
])('refuses %s', async (_name, code, parts) => {
  const error = await open(aiffBytes(parts)).catch((one: MediaError) => one);
  expect(error).toMatchObject({ mediaCode: code });
});
