import { roughMix } from '@sweetspot/dsp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultMasterRecipe,
  defaultMixRecipe,
  defaultStrip,
  masterSettingsOf,
  migrateRecipe,
  mixRecipeSchema,
  mixSettingsOf,
} from './recipes.ts';

const stems = [
  { stemId: 'a', name: 'Kick' },
  { stemId: 'b', name: 'Lead Vox' },
];

describe('mix recipe', () => {
  test('the default is the plain sum, printed with headroom', () => {
    const recipe = defaultMixRecipe(48_000, stems);
    expect(recipe.strips.map(({ id, stemId, name, faderDb, pan }) => ({ id, stemId, name, faderDb, pan }))).toEqual([
      { id: 'a', stemId: 'a', name: 'Kick', faderDb: 0, pan: 0 },
      { id: 'b', stemId: 'b', name: 'Lead Vox', faderDb: 0, pan: 0 },
    ]);
    expect(recipe.print).toEqual({ truePeakDbtp: -6, bitDepth: 24 });
  });

  test('survives JSON and comes back equal', () => {
    const recipe = defaultMixRecipe(44_100, stems);
    recipe.strips[1]!.faderDb = null;
    recipe.strips[1]!.reason = 'Muted: it is a duplicate of Kick';
    expect(migrateRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  });

  test('one stem cannot have two strips', () => {
    const recipe = defaultMixRecipe(48_000, stems);
    recipe.strips.push(defaultStrip('a', 'Kick again'));
    expect(mixRecipeSchema.safeParse(recipe).error?.issues[0]?.message).toBe('A stem has two strips');
  });

  test('fields that older engines did not have get their defaults', () => {
    const saved = JSON.parse(JSON.stringify(defaultMixRecipe(48_000, stems)));
    delete saved.strips[0].compressor.detector;
    delete saved.bus.compressor.stereoLink;
    const recipe = migrateRecipe(saved);
    expect(recipe).toEqual(defaultMixRecipe(48_000, stems));
  });

  test('a rough mix is a recipe', () => {
    const activity = { activeRatio: 1, activeLufs: -20, crestDb: 18, spectralCentroidHz: 900 };
    const rough = roughMix(stems.map((stem) => ({ ...stem, channels: 2, activity })));
    const recipe = mixRecipeSchema.parse({ kind: 'mix', version: 1, sampleRate: 48_000, ...rough });
    expect(recipe).toEqual({ kind: 'mix', version: 1, sampleRate: 48_000, ...rough });
  });

  test('hands the engine its settings', () => {
    const recipe = defaultMixRecipe(48_000, stems);
    const settings = mixSettingsOf(recipe);
    expect(settings.strips.map((strip) => strip.id)).toEqual(['a', 'b']);
    expect(Object.keys(settings)).toEqual(['strips', 'reverb', 'delay', 'bus']);
  });
});

describe('master recipe', () => {
  test('the default aims at streaming', () => {
    const recipe = defaultMasterRecipe();
    expect(recipe).toMatchObject({ targetLufs: -14, ceilingDbtp: -1, limiter: { ceilingDbtp: -1, enabled: true } });
    expect(migrateRecipe(recipe)).toEqual(recipe);
  });

  test('the limiter follows the ceiling', () => {
    expect(defaultMasterRecipe({ lufs: -9, ceilingDbtp: -0.3 })).toMatchObject({
      targetLufs: -9,
      limiter: { ceilingDbtp: -0.3 },
    });
    const loose = { ...defaultMasterRecipe(), ceilingDbtp: -2 };
    expect(() => migrateRecipe(loose)).toThrow('must not let more through');
  });

  test('hands the engine its settings', () => {
    expect(Object.keys(masterSettingsOf(defaultMasterRecipe()))).toEqual([
      'inputGainDb',
      'eq',
      'compressor',
      'limiter',
    ]);
  });
});

describe('what is not a recipe', () => {
  test('anything else is refused', () => {
    void fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => migrateRecipe(value)).toThrow();
      }),
    );
  });

  test('a newer version is refused', () => {
    expect(() => migrateRecipe({ ...defaultMasterRecipe(), version: 2 })).toThrow();
  });

  test.each([
    ['a NaN gain', { inputGainDb: Number.NaN }],
    ['a gain beyond the bounds', { inputGainDb: 200 }],
    ['an unknown depth', { bitDepth: 20 }],
  ])('%s is refused', (_, change) => {
    expect(() => migrateRecipe({ ...defaultMasterRecipe(), ...change })).toThrow();
  });
});
