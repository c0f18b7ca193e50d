import { albumRecipeSchema, defaultMasterRecipe } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { albumCueSheet, albumPqSheet } from './album-sheets.ts';

test('what stands in a title is a title, also quotes and lines', () => {
  const title = 'One"\r\nFILE "/etc/passwd" WAVE';
  const recipe = albumRecipeSchema.parse({
    kind: 'album',
    version: 1,
    title,
    artist: title,
    anchorId: 'a',
    chain: defaultMasterRecipe(),
    songs: [{ id: 'a', title, levelLu: 0, gapBeforeSeconds: 0 }],
  });
  const placed = [{ fileName: '01 One.wav', songSeconds: 60, silenceAfterSeconds: 0 }];
  const words = albumCueSheet({ recipe, placed })
    .split('\r\n')
    .map((line) => line.trim().split(' ')[0]);
  expect(words).toEqual(['PERFORMER', 'TITLE', 'FILE', 'TRACK', 'TITLE', 'PERFORMER', 'INDEX', '']);
  expect(albumPqSheet({ recipe, placed })).not.toMatch(/^FILE/m);
});
