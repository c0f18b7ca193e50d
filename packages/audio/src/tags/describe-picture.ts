import { MediaError } from '../media-error.ts';

export interface Picture {
  mime: 'image/jpeg' | 'image/png';
  width: number;
  height: number;
  bytes: Buffer;
}

const pngMark = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * A cover by its own bytes: JPEG (ITU-T T.81, Annex B) or PNG (ISO/IEC 15948), with its size in pixels. Nothing is
 * decoded. Throws MediaError `unsupported_format`.
 */
export function describePicture(bytes: Buffer): Picture {
  const size = bytes.subarray(0, 8).equals(pngMark) ? pngSize(bytes) : jpegSize(bytes);
  if (size === null)
    throw new MediaError('unsupported_format', 'The artwork is neither a JPEG nor a PNG that can be read.');
  return { ...size, bytes };
}

type Size = Omit<Picture, 'bytes'>;

function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { mime: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** SOF0 … SOF15 carry the size; C4, C8 and CC are tables with numbers in between. */
const isFrameStart = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(bytes: Buffer): Size | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrameStart(marker)) {
      return { mime: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}
