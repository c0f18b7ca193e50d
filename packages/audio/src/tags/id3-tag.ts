import { type TagField, type TagsAndPicture, tagFields } from './tag-fields.ts';

/** ID3v2.4 native frames; the barcode of the release has none, and TXXX:BARCODE is what taggers agree on. */
const frameIds: Record<Exclude<TagField, 'upc' | 'comment'>, string> = {
  title: 'TIT2',
  artist: 'TPE1',
  album: 'TALB',
  albumArtist: 'TPE2',
  composer: 'TCOM',
  genre: 'TCON',
  track: 'TRCK',
  disc: 'TPOS',
  year: 'TDRC',
  isrc: 'TSRC',
  pLine: 'TPRO',
  cLine: 'TCOP',
};
const utf8 = 3;
const frontCover = 3;

/** An ID3v2.4 tag (id3.org, id3v2.4.0-structure and -frames): UTF-8, no padding, no unsynchronisation. */
export function id3Tag({ tags, picture }: TagsAndPicture): Buffer {
  const frames = tagFields(tags).map(([field, value]) => {
    if (field === 'upc') return frame('TXXX', Buffer.from(`\x03BARCODE\0${value}`));
    if (field === 'comment') return frame('COMM', Buffer.from(`\x03eng\0${value}`));
    return frame(frameIds[field], Buffer.concat([Buffer.from([utf8]), Buffer.from(value)]));
  });
  if (picture) {
    const head = Buffer.from(`\x00${picture.mime}\0`, 'latin1');
    frames.push(frame('APIC', Buffer.concat([head, Buffer.from([frontCover, 0]), picture.bytes])));
  }
  const body = Buffer.concat(frames);
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), syncSafe(body.length), body]);
}

function frame(id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id, 'latin1'), syncSafe(body.length), Buffer.alloc(2), body]);
}

/** 28 bits in four bytes whose highest bit is never set. */
const syncSafe = (value: number): Buffer =>
  Buffer.from([(value >> 21) & 0x7f, (value >> 14) & 0x7f, (value >> 7) & 0x7f, value & 0x7f]);
