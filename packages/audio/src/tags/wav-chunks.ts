import type { LoudnessFigures } from '../loudness-figures.ts';
import { id3Tag } from './id3-tag.ts';
import { type TagField, type TagsAndPicture, tagFields } from './tag-fields.ts';

/** What the fields are called in a LIST of type INFO (Multimedia Programming Interface 1.0, and Exif for IPRT). */
const infoIds: Partial<Record<TagField, string>> = {
  title: 'INAM',
  artist: 'IART',
  album: 'IPRD',
  genre: 'IGNR',
  track: 'ITRK',
  year: 'ICRD',
  cLine: 'ICOP',
  comment: 'ICMT',
};
const originator = 'Sweetspot';
const unknownLoudness = 0x7fff;

/**
 * The `bext` chunk of a Broadcast Wave, version 2 (EBU Tech 3285 §2.3): always of one length, so that it can be completed
 * once the sound behind it has been measured. No date is written: the same order gives the same bytes.
 */
export function bextChunk({ tags }: TagsAndPicture, loudness: LoudnessFigures | null): Buffer {
  const body = Buffer.alloc(602);
  // The fields are ASCII; what is not in it is spelt as near as it can be.
  writeAscii(body, [tags.artist, tags.title].filter(Boolean).join(' - '), 0, 256);
  writeAscii(body, originator, 256, 32);
  writeAscii(body, tags.isrc ?? '', 288, 32);
  body.writeUInt16LE(2, 346);
  const hundredths = (value: number | null | undefined, at: number) =>
    body.writeInt16LE(value === null || value === undefined ? unknownLoudness : Math.round(value * 100), at);
  hundredths(loudness?.integratedLufs, 412);
  hundredths(loudness?.rangeLu, 414);
  hundredths(loudness?.truePeakDbtp, 416);
  hundredths(loudness?.maxMomentaryLufs, 418);
  hundredths(loudness?.maxShortTermLufs, 420);
  return chunk('bext', body);
}

/** The chunks behind the sound: LIST INFO for old readers, iXML and axml for broadcast, ID3 for players, with the cover. */
export function tagChunks(content: TagsAndPicture): Buffer[] {
  const { tags } = content;
  const chunks = [listInfo(content), chunk('iXML', Buffer.from(ixml(content)))];
  if (tags.isrc) chunks.push(chunk('axml', Buffer.from(axml(tags.isrc))));
  return [...chunks, chunk('id3 ', id3Tag(content))];
}

function listInfo({ tags }: TagsAndPicture): Buffer {
  const entries = tagFields(tags).flatMap(([field, value]) => {
    const id = infoIds[field];
    return id === undefined ? [] : [chunk(id, Buffer.from(`${value}\0`))];
  });
  return chunk('LIST', Buffer.concat([Buffer.from('INFO', 'latin1'), ...entries]));
}

/** iXML 3.01: project, note and, as its STEINBERG block has it in every reader of it, the fields by name. */
function ixml({ tags }: TagsAndPicture): string {
  const attributes = tagFields(tags)
    .map(
      ([field, value]) =>
        `<ATTR><TYPE>string</TYPE><NAME>${ixmlNames[field]}</NAME><VALUE>${xml(value)}</VALUE></ATTR>`,
    )
    .join('');
  return (
    '<?xml version="1.0" encoding="UTF-8"?><BWFXML><IXML_VERSION>3.01</IXML_VERSION>' +
    `<PROJECT>${xml(tags.album ?? tags.title)}</PROJECT><NOTE>${xml(tags.comment ?? '')}</NOTE>` +
    `<STEINBERG><ATTR_LIST>${attributes}</ATTR_LIST></STEINBERG></BWFXML>`
  );
}

const ixmlNames: Record<TagField, string> = {
  title: 'MediaTrackTitle',
  artist: 'MediaArtist',
  album: 'MediaAlbum',
  albumArtist: 'MediaAlbumArtist',
  composer: 'MediaComposer',
  genre: 'MediaCategoryPost',
  track: 'MediaTrackNumber',
  disc: 'MediaDiscNumber',
  year: 'MediaRecordingYear',
  isrc: 'MediaISRC',
  upc: 'MediaBarcode',
  pLine: 'MediaProducedNotice',
  cLine: 'MediaCopyright',
  comment: 'MediaComment',
};

/** An ISRC as EBU Tech 3352 carries it: EBUCore in the `axml` chunk. */
const axml = (isrc: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<ebuCoreMain xmlns="urn:ebu:metadata-schema:ebucore" xmlns:dc="http://purl.org/dc/elements/1.1/"><coreMetadata>' +
  '<identifier typeLabel="GUID" typeDefinition="Globally Unique Identifier" formatLabel="ISRC" ' +
  'formatDefinition="International Standard Recording Code" ' +
  'formatLink="http://www.ebu.ch/metadata/cs/ebu_IdentifierTypeCodeCS.xml#3.7">' +
  `<dc:identifier>ISRC:${xml(isrc)}</dc:identifier></identifier></coreMetadata></ebuCoreMain>`;

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function writeAscii(body: Buffer, text: string, at: number, length: number): void {
  const ascii = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/g, '?');
  body.write(ascii.slice(0, length), at, 'latin1');
}

function chunk(id: string, body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(id, 0, 'latin1');
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}
