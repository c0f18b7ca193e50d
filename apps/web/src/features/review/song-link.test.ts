import { expect, test } from 'vitest';
import { readSongPlace, songPath } from './song-link.ts';

const versionId = '019ab000-0000-7000-8000-000000000001';
const commentId = '019ab000-0000-7000-8000-000000000002';
const read = (path: string) => readSongPlace(new URLSearchParams(path.split('?')[1] ?? ''));

test('a link leads back to the place it was made of', () => {
  const place = { versionId, seconds: 72.48, commentId, tab: 'mix' };
  expect(read(songPath('song', place))).toEqual(place);
});

test('a link to the song alone has no query', () => {
  expect(songPath('song')).toBe('/songs/song');
  expect(read('/songs/song')).toEqual({ versionId: null, seconds: null, commentId: null, tab: null });
});

test.each(['?t=-1', '?t=NaN', '?t=Infinity', '?v=../x', '?c=%00', '?t=', '?tab=', '?tab=%3Cb%3E'])(
  '%s is taken for nothing',
  (query) => {
    expect(read(`/songs/song${query}`)).toEqual({ versionId: null, seconds: null, commentId: null, tab: null });
  },
);
