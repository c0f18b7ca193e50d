import { crc32, inflateSync } from 'node:zlib';

export const pngMark = Buffer.from('89504e470d0a1a0a', 'hex');

/** Samples of a pixel by colour type (ISO/IEC 15948 §11.2.2). */
const samplesOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** First column and row of a pass, and how far apart they lie (§8.2). */
const wholePicture = [[0, 0, 1, 1]] as const;
const interlaced = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const mostFilter = 4;

/**
 * Whether a PNG is all there: every chunk is whole and has its sum, and the pixels unfold to as many bytes as its header says.
 * Who decodes it later may throw where nobody catches it. Its size in pixels is to be checked before.
 */
export function isWholePng(bytes: Buffer): boolean {
  const header = bytes.subarray(16, 29);
  const data: Buffer[] = [];
  let hasPalette = false;
  for (let at = pngMark.length; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length || crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return false;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'IEND') return (hasPalette || header[9] !== 3) && hasAllPixels(header, Buffer.concat(data));
    if (name === 'IDAT') data.push(bytes.subarray(at + 8, end - 4));
    if (name === 'PLTE') hasPalette = true;
    at = end;
  }
  return false;
}

function hasAllPixels(header: Buffer, folded: Buffer): boolean {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [bits = 0, colours = 0, , , interlacing = 0] = header.subarray(8);
  const samples = samplesOf[colours];
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(bits) || interlacing > 1) return false;
  const rows = (interlacing === 1 ? interlaced : wholePicture).flatMap(([left, top, across, down]) => {
    const columns = Math.ceil((width - left) / across);
    const count = columns > 0 ? Math.max(0, Math.ceil((height - top) / down)) : 0;
    return [{ count, rowBytes: 1 + Math.ceil((columns * samples * bits) / 8) }];
  });
  const expected = rows.reduce((sum, { count, rowBytes }) => sum + count * rowBytes, 0);
  const pixels = unfold(folded, expected);
  if (pixels?.length !== expected) return false;
  let at = 0;
  for (const { count, rowBytes } of rows) {
    for (let row = 0; row < count; row += 1, at += rowBytes) if (pixels[at]! > mostFilter) return false;
  }
  return true;
}

/** Null when it is damaged, or more than expected. */
function unfold(folded: Buffer, expected: number): Buffer | null {
  try {
    return inflateSync(folded, { maxOutputLength: Math.max(1, expected) });
  } catch {
    return null;
  }
}
