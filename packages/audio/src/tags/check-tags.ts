import { createHash } from 'node:crypto';
import type { TagCheck } from '@sweetspot/protocol';
import type { StoredTags } from './read-tags-child.ts';
import { type TagField, type TagsAndPicture, tagFields } from './tag-fields.ts';

/** What FFmpeg calls the fields, in any container. */
const ffmpegNames: Record<TagField, readonly string[]> = {
  title: ['title'],
  artist: ['artist'],
  album: ['album'],
  albumArtist: ['album_artist', 'albumartist'],
  composer: ['composer'],
  genre: ['genre'],
  track: ['track'],
  disc: ['disc'],
  year: ['date'],
  isrc: ['isrc', 'tsrc'],
  upc: ['barcode'],
  pLine: ['producednotice', 'tpro'],
  cLine: ['copyright'],
  comment: ['comment'],
};

/** Compares what was to be written with what is read from the file. */
export function checkTags({ tags, picture }: TagsAndPicture, stored: StoredTags): TagCheck[] {
  const { values } = stored;
  const checks = tagFields(tags).map(([field, wanted]): TagCheck => {
    const name = ffmpegNames[field].find((one) => values[one] !== undefined);
    const found = name === undefined ? undefined : values[name];
    // Vorbis comments keep the total in a field of its own.
    const total = name === undefined ? undefined : values[`${name}total`];
    const kept = found === wanted || (total !== undefined && `${found}/${total}` === wanted);
    return { field, state: kept ? 'kept' : 'lost' };
  });
  if (!picture) return checks;
  const sha256 = createHash('sha256').update(picture.bytes).digest('hex');
  const kept = stored.pictures.some((one) => one.sha256 === sha256);
  return [...checks, { field: 'artwork', state: kept ? 'kept' : 'lost' }];
}
