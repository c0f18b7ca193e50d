import { expect, test } from 'vitest';
import { masterPreset, masterPresets } from './master-presets.ts';
import { migrateRecipe } from './recipes.ts';
import { findTarget } from './targets.ts';

test.each(masterPresets)('$name is a whole recipe that aims at its target', ({ id, target, note }) => {
  const recipe = masterPreset(id, { integratedLufs: -20 });
  const { targetLufs, ceilingDbtp } = findTarget(target)!;
  expect(recipe).toMatchObject({ targetLufs, ceilingDbtp, reason: note, driveDb: null });
  expect(migrateRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
});

test('compressors meet every mix at the level they were set for', () => {
  expect(masterPreset('loud', { integratedLufs: -24 }).inputGainDb).toBe(6);
  expect(masterPreset('loud', { integratedLufs: -9 }).inputGainDb).toBe(-9);
  expect(masterPreset('loud', { integratedLufs: -70 }).inputGainDb).toBe(24);
  expect(masterPreset('transparent', { integratedLufs: -24 }).inputGainDb).toBe(0);
});

test('the vinyl pre-master gives up loudness before it limits', () => {
  const targetFor = (integratedLufs: number, truePeakDbtp: number) =>
    masterPreset('vinyl-premaster', { integratedLufs, truePeakDbtp }).targetLufs;
  expect(targetFor(-20, -6)).toBe(-16);
  // 20 dB from loudness to peak: 2 of them over −3 dBTP.
  expect(targetFor(-22, -2)).toBe(-21);
  expect(targetFor(-60, -2)).toBe(-36);
  expect(masterPreset('loud', { integratedLufs: -22, truePeakDbtp: -2 }).targetLufs).toBe(-9);
});
