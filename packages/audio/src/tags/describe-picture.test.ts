import { crc32, deflateSync } from 'node:zlib';
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

/** A PNG of chunks with the sums that belong to them: whole on the outside. */
function png({
  width = 4,
  height = 4,
  colours = 6,
  pixels = Buffer.alloc(4 * 17),
  interlacing = 0,
  ended = true,
} = {}) {
  const chunk = (name: string, body: Buffer) => {
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, colours, 0, 0, interlacing]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const folded = deflateSync(pixels);
  const data = chunk('IDAT', ended ? folded : folded.subarray(0, -6));
  return Buffer.concat([onePixel.subarray(0, 8), chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}

test('a picture is described by its own bytes', () => {
  expect(describePicture(onePixel)).toMatchObject({ mime: 'image/png', width: 1, height: 1 });
  expect(describePicture(png())).toMatchObject({ width: 4, height: 4 });
  // Five passes have pixels: 1 × 1, 1 × 1, 2 × 1, 2 × 2 and 4 × 2, with a byte before each row.
  expect(describePicture(png({ interlacing: 1, pixels: Buffer.alloc(16 * 4 + 7) })).width).toBe(4);
});

test.each([
  ['with a chunk longer than itself', changed((bytes) => bytes.writeUInt32BE(0xbcdedb76, 33)), 'is damaged'],
  ['with other bytes than its sums', changed((bytes) => bytes.writeUInt8(9, 44)), 'is damaged'],
  ['cut off', onePixel.subarray(0, 50), 'is damaged'],
  ['without width', png({ width: 0 }), 'is damaged'],
  ['whose pixels end too early', png({ ended: false }), 'is damaged'],
  ['with fewer pixels than it says', png({ height: 5 }), 'is damaged'],
  ['with more pixels than it says', png({ height: 3 }), 'is damaged'],
  ['with a filter that there is not', png({ pixels: Buffer.alloc(4 * 17, 9) }), 'is damaged'],
  ['with colours that there are not', png({ colours: 5 }), 'is damaged'],
  ['without the palette of its colours', png({ colours: 3, pixels: Buffer.alloc(4 * 5) }), 'is damaged'],
  ['that would unfold to gigabytes', png({ width: 90_000 }), '90000 × 4 pixels'],
])('a PNG %s is refused before anybody decodes it', (_name, bytes, words) => {
  expect(() => describePicture(bytes)).toThrow(words);
});
