import { MediaError } from '../media-error.ts';
import { isWholePng, pngMark } from './is-whole-png.ts';

export interface Picture {
  mime: 'image/jpeg' | 'image/png';
  width: number;
  height: number;
  bytes: Buffer;
}

/** A small file can unfold to gigabytes of pixels; shops ask for 3000 a side. */
const mostPixels = 6000;

export const damagedPicture = (cause?: unknown): MediaError =>
  new MediaError('undecodable', 'The artwork is damaged; save it again as a JPEG or PNG.', { cause });

/**
 * A cover by its own bytes: JPEG (ITU-T T.81, Annex B) or PNG (ISO/IEC 15948), with its size in pixels. Throws MediaError `unsupported_format`, or `undecodable` for one that is damaged or of more than 6000 pixels a side.
 */
export function describePicture(bytes: Buffer): Picture {
  const size = bytes.subarray(0, 8).equals(pngMark) ? pngSize(bytes) : jpegSize(bytes);
  if (size === null)
    throw new MediaError('unsupported_format', 'The artwork is neither a JPEG nor a PNG that can be read.');
  const { width, height } = size;
  if (width === 0 || height === 0) throw damagedPicture();
  if (Math.max(width, height) > mostPixels) {
    const sentence = `The artwork says that it has ${width} × ${height} pixels; save it with at most ${mostPixels} a side.`;
    throw new MediaError('undecodable', sentence);
  }
  if (size.mime === 'image/png' && !isWholePng(bytes)) throw damagedPicture();
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
