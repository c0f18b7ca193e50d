import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { describePicture } from './describe-picture.ts';

const onePixel = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082',
  'hex',
);

function changed(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(onePixel);
  change(bytes);
  return bytes;
}

/** Says another width, with the sum that belongs to it. */
const wide = (width: number) =>
  changed((bytes) => {
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  });

test('a picture is described by its own bytes', () => {
  expect(describePicture(onePixel)).toMatchObject({ mime: 'image/png', width: 1, height: 1 });
  expect(describePicture(wide(12_000)).width).toBe(12_000);
});

test.each([
  ['with a chunk longer than itself', changed((bytes) => bytes.writeUInt32BE(0xbcdedb76, 33)), 'is damaged'],
  ['with other bytes than its sums', changed((bytes) => bytes.writeUInt8(9, 44)), 'is damaged'],
  ['cut off', onePixel.subarray(0, 50), 'is damaged'],
  ['without width', wide(0), 'is damaged'],
  ['that would unfold to gigabytes', wide(90_000), '90000 × 1 pixels'],
])('a PNG %s is refused before anybody decodes it', (_name, bytes, words) => {
  expect(() => describePicture(bytes)).toThrow(words);
});
