import type { DeliveryTags } from '@sweetspot/protocol';
import type { Picture } from './describe-picture.ts';

export interface TagsAndPicture {
  tags: DeliveryTags;
  picture: Picture | null;
}

/** Fields as text, numbers in the way ID3 and FFmpeg write them: "3/12". */
export type TagField =
  | 'title'
  | 'artist'
  | 'album'
  | 'albumArtist'
  | 'composer'
  | 'genre'
  | 'track'
  | 'disc'
  | 'year'
  | 'isrc'
  | 'upc'
  | 'pLine'
  | 'cLine'
  | 'comment';

/** The fields that say something, in the order in which they are written. */
export function tagFields(tags: DeliveryTags): [TagField, string][] {
  const { title, artist, album, albumArtist, composer, genre, isrc, upc, pLine, cLine, comment, year } = tags;
  const fields: [TagField, string | undefined][] = [
    ['title', title],
    ['artist', artist],
    ['album', album],
    ['albumArtist', albumArtist],
    ['composer', composer],
    ['genre', genre],
    ['track', ofTotal(tags.trackNumber, tags.trackTotal)],
    ['disc', ofTotal(tags.discNumber, tags.discTotal)],
    ['year', year?.toString()],
    ['isrc', isrc],
    ['upc', upc],
    ['pLine', pLine],
    ['cLine', cLine],
    ['comment', comment],
  ];
  return fields.flatMap(([field, value]) => (value ? [[field, value] as [TagField, string]] : []));
}

/** A total without a number means nothing. */
const ofTotal = (number: number | undefined, total: number | undefined): string | undefined =>
  number === undefined ? undefined : total === undefined ? String(number) : `${number}/${total}`;
