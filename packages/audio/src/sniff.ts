import type { ByteWindow } from './byte-window.ts';
import { describeContent } from './describe-content.ts';
import { MediaError } from './media-error.ts';

/** A container told by its content: ours, or one of FFmpeg's with the demuxer it is to be forced to. */
export type Sniffed =
  | { parser: 'wav' | 'aiff' }
  | { parser: 'ffmpeg'; demuxer: 'flac' | 'mp3' | 'mov' | 'ogg'; container: 'flac' | 'mp3' | 'mp4' | 'ogg' };

/** The formats that can be used, as sentences name them. */
export const acceptedFormats = 'WAV, AIFF, FLAC, MP3, M4A (AAC or ALAC) and OGG (Vorbis or Opus)';

/** Decides by content, never by name, what a file is. Throws MediaError naming what it looks like instead. */
export function sniff(window: ByteWindow): Sniffed {
  if (window.fileBytes === 0) throw new MediaError('empty', 'This file is empty (0 bytes); export it again.');
  const head = Buffer.from(window.peek(0, Math.min(4096, window.fileBytes)));
  const at = (offset: number, length = 4) => head.toString('latin1', offset, offset + length);

  if (['RIFF', 'RF64', 'BW64'].includes(at(0))) {
    const form = at(8);
    if (form === 'WAVE' || head.length < 12) return { parser: 'wav' };
    throw notAudio(
      form === 'AVI ' ? 'a video (AVI)' : form === 'WEBP' ? 'a picture (WebP)' : 'a RIFF file without sound',
    );
  }
  if (at(0) === 'FORM') {
    if (['AIFF', 'AIFC'].includes(at(8)) || head.length < 12) return { parser: 'aiff' };
    throw notAudio('an IFF file without sound');
  }
  if (at(0) === 'OggS') return sniffOgg(head);
  if (at(4) === 'ftyp') return sniffMp4(at(8));

  // An ID3 tag may stand before MP3, and some taggers put one before FLAC.
  const tagBytes = id3Bytes(head);
  const first = tagBytes > 0 ? Buffer.from(window.peek(tagBytes, 4096)) : head;
  if (first.toString('latin1', 0, 4) === 'fLaC') return { parser: 'ffmpeg', demuxer: 'flac', container: 'flac' };
  if (isMpegAudio(window, tagBytes)) return { parser: 'ffmpeg', demuxer: 'mp3', container: 'mp3' };
  throw notAudio(describeContent(head));
}

function sniffOgg(head: Buffer): Sniffed {
  const payload = head.toString('latin1', 28, 28 + 64);
  if (payload.includes('\x01vorbis') || payload.includes('OpusHead')) {
    return { parser: 'ffmpeg', demuxer: 'ogg', container: 'ogg' };
  }
  if (payload.includes('theora')) throw notAudio('a video (Ogg Theora)');
  if (payload.includes('FLAC')) throw notAudio('FLAC inside Ogg');
  if (payload.includes('Speex')) throw notAudio('Speex speech inside Ogg');
  throw notAudio('an Ogg file without Vorbis or Opus');
}

function sniffMp4(brand: string): Sniffed {
  if (/^(heic|heix|hevc|mif1|msf1|avif|avis|crx )$/.test(brand)) throw notAudio('a picture (HEIF)');
  return { parser: 'ffmpeg', demuxer: 'mov', container: 'mp4' };
}

const notAudio = (what: string): MediaError =>
  new MediaError('not_audio', `This looks like ${what}; sound is taken as ${acceptedFormats}.`);

/** Length of an ID3v2 tag at the start, 0 without one. */
function id3Bytes(head: Buffer): number {
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return 0;
  const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + (head[index]! & 0x7f), 0);
  return 10 + size + ((head[5]! & 0x10) !== 0 ? 10 : 0);
}

const mpeg1Layer3Kbps = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const mpeg2Layer3Kbps = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const mpeg1Hz = [44_100, 48_000, 32_000];

/** Bytes of an MPEG layer III frame by its header (ISO/IEC 11172-3 §2.4.1.3), 0 when it is none. */
function mp3FrameBytes(header: number): number {
  const versionBits = (header >>> 19) & 3;
  const bitrateIndex = (header >>> 12) & 15;
  const rateIndex = (header >>> 10) & 3;
  const isLayer3 = ((header >>> 17) & 3) === 1;
  if (header >>> 21 !== 0x7ff || versionBits === 1 || !isLayer3) return 0;
  if (bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3) return 0;
  const mpeg1 = versionBits === 3;
  const hz = mpeg1Hz[rateIndex]! / (mpeg1 ? 1 : versionBits === 2 ? 2 : 4);
  const kbps = (mpeg1 ? mpeg1Layer3Kbps : mpeg2Layer3Kbps)[bitrateIndex]!;
  return Math.floor(((mpeg1 ? 144_000 : 72_000) * kbps) / hz) + ((header >>> 9) & 1);
}

/** Three frames in a row, within 64 kB of the start (or the whole file, when it is shorter than three frames). */
function isMpegAudio(window: ByteWindow, from: number): boolean {
  const searchBytes = 60_000;
  const wanted = 3;
  const first = window.peek(from, 65_536);
  for (let start = 0; start < Math.min(searchBytes, first.length - 4); start += 1) {
    if (first[start] !== 0xff) continue;
    let offset = start;
    let found = 0;
    while (found < wanted && offset + 4 <= first.length) {
      const bytes = mp3FrameBytes(first.readUInt32BE(offset));
      if (bytes === 0) break;
      found += 1;
      offset += bytes;
    }
    if (found === wanted || (found > 0 && start === 0 && from + offset >= window.fileBytes)) return true;
  }
  return false;
}
