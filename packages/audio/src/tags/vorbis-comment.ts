import type { Picture } from './describe-picture.ts';
import { type TagField, type TagsAndPicture, tagFields } from './tag-fields.ts';

/** The proposed names of xiph.org/vorbis/doc/v-comment.html, and what taggers agree on for the others. */
const names: Record<Exclude<TagField, 'track' | 'disc'>, string> = {
  title: 'TITLE',
  artist: 'ARTIST',
  album: 'ALBUM',
  albumArtist: 'ALBUMARTIST',
  composer: 'COMPOSER',
  genre: 'GENRE',
  year: 'DATE',
  isrc: 'ISRC',
  upc: 'BARCODE',
  pLine: 'PRODUCEDNOTICE',
  cLine: 'COPYRIGHT',
  comment: 'COMMENT',
};
const vendor = 'Sweetspot';
const frontCover = 3;

/** A Vorbis comment without framing bit. Opus carries its picture among the comments; FLAC in a block of its own. */
export function vorbisComment({ tags, picture }: TagsAndPicture): Buffer {
  const comments = tagFields(tags).flatMap(([field, value]): string[] => {
    if (field !== 'track' && field !== 'disc') return [`${names[field]}=${value}`];
    const [number, total] = value.split('/');
    const name = field.toUpperCase();
    return total === undefined ? [`${name}NUMBER=${number}`] : [`${name}NUMBER=${number}`, `${name}TOTAL=${total}`];
  });
  if (picture) comments.push(`METADATA_BLOCK_PICTURE=${flacPicture(picture).toString('base64')}`);
  const count = Buffer.alloc(4);
  count.writeUInt32LE(comments.length);
  return Buffer.concat([withLength(vendor), count, ...comments.map(withLength)]);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** The body of a FLAC PICTURE block (RFC 9639 §8.8); colour depth is stated as 24 bits, as taggers do. */
export function flacPicture({ mime, width, height, bytes }: Picture): Buffer {
  const numbers = (...values: number[]) => {
    const buffer = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => {
      buffer.writeUInt32BE(value, index * 4);
    });
    return buffer;
  };
  return Buffer.concat([
    numbers(frontCover, mime.length),
    Buffer.from(mime, 'latin1'),
    numbers(0, width, height, 24, 0, bytes.length),
    bytes,
  ]);
}
