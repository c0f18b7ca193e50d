import { expect, test } from 'vitest';
import { defaultMasterRecipe, masterRecipeSchema } from './recipes.ts';
import { findTarget, loudnessTargets, playbackGainDb, targetOf } from './targets.ts';

test('every target makes a recipe, has an id of its own, a source and a month', () => {
  for (const { targetLufs, ceilingDbtp, id, source, readOn, note } of loudnessTargets) {
    const recipe = defaultMasterRecipe({ lufs: targetLufs, ceilingDbtp });
    expect(masterRecipeSchema.parse(recipe)).toMatchObject({ targetLufs, ceilingDbtp });
    expect(findTarget(id)?.id).toBe(id);
    expect(source.title.length * note.length).toBeGreaterThan(0);
    expect(readOn).toMatch(/^20\d\d-(0[1-9]|1[0-2])$/);
  }
  expect(new Set(loudnessTargets.map(({ id }) => id)).size).toBe(loudnessTargets.length);
});

test('a recipe is known by its numbers', () => {
  expect(targetOf({ targetLufs: -14, ceilingDbtp: -1 })?.id).toBe('spotify');
  expect(targetOf({ targetLufs: -14.5, ceilingDbtp: -1 })).toBeNull();
  expect(findTarget('nowhere')).toBeNull();
});

test('what a service does to a master', () => {
  const spotify = findTarget('spotify')!;
  const loud = { integratedLufs: -9, truePeakDbtp: -1 };
  expect(playbackGainDb(spotify, loud)).toBe(-5);
  expect(playbackGainDb(spotify, loud, 'Loud')).toBe(-2);
  // The example Spotify gives: −20 LUFS with a peak of −5 is lifted to −16 only.
  expect(playbackGainDb(spotify, { integratedLufs: -20, truePeakDbtp: -5 })).toBe(4);
  expect(playbackGainDb(findTarget('youtube')!, { integratedLufs: -20, truePeakDbtp: -5 })).toBe(0);
  expect(playbackGainDb(findTarget('club')!, loud)).toBe(0);
});
