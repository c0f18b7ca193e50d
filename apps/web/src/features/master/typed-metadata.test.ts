import { expect, test } from 'vitest';
import { metadataOf, typedMetadata } from './typed-metadata.ts';

test('what is known goes into the boxes and comes out as it was', () => {
  const metadata = {
    title: 'Ebb',
    artist: 'Lowtide',
    trackNumber: 2,
    year: 2026,
    isrc: 'SEABC2600001',
    alternateIsrcs: { tv: '2' },
  };
  expect(metadataOf(typedMetadata(metadata))).toEqual(metadata);
});

test('an emptied text is sent as empty, an emptied or senseless number not at all', () => {
  expect(metadataOf({ album: ' ', trackNumber: '', year: 'soon', comment: ' one take ' })).toEqual({
    album: '',
    comment: 'one take',
  });
});
