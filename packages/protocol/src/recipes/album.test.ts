import { expect, test } from 'vitest';
import { albumRecipeSchema, masterOfSong } from './album.ts';
import { defaultMasterRecipe } from './master.ts';
import { defaultMasterStem } from './master-stems.ts';

const chain = defaultMasterRecipe({ lufs: -14 });
const move = { type: 'tilt', frequencyHz: 900, gainDb: 1.5, q: 0.71, reason: 'It is darker than the album.' };
const song = { id: 'a', title: 'A', levelLu: 0, gapBeforeSeconds: 0 };
const album = { kind: 'album', version: 1, anchorId: 'a', chain, songs: [song] };

test('a song’s master is the album’s chain with its level and its moves', () => {
  const band = { type: 'highPass' as const, enabled: true, frequencyHz: 25, gainDb: 0, q: 0.71 };
  const recipe = albumRecipeSchema.parse({
    ...album,
    chain: { ...chain, eq: { enabled: true, bands: [band] } },
    songs: [song, { ...song, id: 'b', levelLu: -4, toneMoves: [move], driveDb: 2 }],
  });
  const [first, second] = recipe.songs.map((one) => masterOfSong(recipe, one));
  expect(first).toEqual({ ...recipe.chain, driveDb: null });
  expect(second).toMatchObject({ targetLufs: -18, driveDb: 2 });
  expect(second!.eq.bands).toEqual([band, { type: 'tilt', enabled: true, frequencyHz: 900, gainDb: 1.5, q: 0.71 }]);
  expect(albumRecipeSchema.parse(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
});

test.each([
  ['an anchor from elsewhere', { anchorId: 'z' }, 'The anchor is not on the album'],
  ['a song twice', { songs: [song, song] }, 'Two songs have one id'],
  ['a move that is not gentle', { songs: [{ ...song, toneMoves: [{ ...move, gainDb: 4 }] }] }, '<=3'],
  [
    'a stem master as its chain',
    { chain: { ...chain, stems: [defaultMasterStem('a', 'A'), defaultMasterStem('b', 'B')] } },
    'A song of an album is one file',
  ],
  ['an ISRC that is none', { songs: [{ ...song, isrc: 'SE-1' }] }, 'An ISRC is twelve letters and digits'],
  [
    'more bands than a chain has',
    {
      chain: {
        ...chain,
        eq: { enabled: true, bands: Array.from({ length: 8 }, () => ({ ...move, reason: undefined, enabled: true })) },
      },
      songs: [{ ...song, toneMoves: [move] }],
    },
    'The chain has bands for 8 moves in all',
  ],
])('%s is refused', (_name, change, message) => {
  expect(() => albumRecipeSchema.parse({ ...album, ...change })).toThrow(message);
});
