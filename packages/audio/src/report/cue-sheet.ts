import type { DeliveryTags } from '@sweetspot/protocol';

/** A cue sheet of one track in one file (CDRWIN); lines end as its readers expect. */
export function cueSheet(tags: DeliveryTags, fileName: string): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '”')}"`;
  const number = String(tags.trackNumber !== undefined && tags.trackNumber <= 99 ? tags.trackNumber : 1).padStart(
    2,
    '0',
  );
  const lines = [
    tags.genre && `REM GENRE ${quoted(tags.genre)}`,
    tags.year && `REM DATE ${tags.year}`,
    // A UPC-A is an EAN-13 with a zero in front.
    tags.upc && `CATALOG ${tags.upc.padStart(13, '0')}`,
    `PERFORMER ${quoted(tags.albumArtist || tags.artist)}`,
    `TITLE ${quoted(tags.album || tags.title)}`,
    `FILE ${quoted(fileName)} WAVE`,
    `  TRACK ${number} AUDIO`,
    `    TITLE ${quoted(tags.title)}`,
    `    PERFORMER ${quoted(tags.artist)}`,
    tags.composer && `    SONGWRITER ${quoted(tags.composer)}`,
    tags.isrc && `    ISRC ${tags.isrc}`,
    '    INDEX 01 00:00:00',
  ];
  return `${lines.filter(Boolean).join('\r\n')}\r\n`;
}
