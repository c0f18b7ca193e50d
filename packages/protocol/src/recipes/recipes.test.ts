import { neutralEq, roughMix } from '@sweetspot/dsp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultMasterRecipe,
  defaultMixRecipe,
  defaultStrip,
  type MixRecipe,
  masterSettingsOf,
  migrateRecipe,
  mixRecipeSchema,
  mixSettingsOf,
  type Strip,
} from '../recipes.ts';
import masterVersion1 from './fixtures/master-version-1.json' with { type: 'json' };
import mixVersion1 from './fixtures/mix-version-1.json' with { type: 'json' };

const stems = [
  { stemId: 'a', name: 'Kick' },
  { stemId: 'b', name: 'Lead Vox' },
];

const point = (atSample: number, value: number) => ({ atSample, value });
const sendTo = ([strip]: Strip[], to: string) => strip!.sends.push({ to, levelDb: -9, position: 'post' });
const automate = ([strip]: Strip[], points: ReturnType<typeof point>[], parameter: 'faderDb' | 'sendDb' = 'faderDb') =>
  strip!.automation.push(parameter === 'sendDb' ? { parameter, to: 'reverb', points } : { parameter, points });

describe('mix recipe', () => {
  test.each(['a\0b', 'half of \ud83e'])('text that cannot be stored is refused: %j', (text) => {
    const recipe = defaultMixRecipe(48_000, stems);
    const [strip] = recipe.strips;
    expect(mixRecipeSchema.safeParse({ ...recipe, strips: [{ ...strip, id: text }] }).success).toBe(false);
    expect(mixRecipeSchema.safeParse({ ...recipe, strips: [{ ...strip, name: text }] }).success).toBe(false);
  });

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

  test('a stem may be split into strips of different ids', () => {
    const recipe = defaultMixRecipe(48_000, stems);
    recipe.strips.push(defaultStrip('a', 'Kick, crushed', 'a-crushed'));
    expect(mixRecipeSchema.parse(recipe).strips).toHaveLength(3);
  });

  test.each<[string, (recipe: MixRecipe) => void]>([
    ['Two strips have the same id', ({ strips }) => strips.push(defaultStrip('a', 'Kick again'))],
    ['A strip goes to a group that is not there', ({ strips }) => Object.assign(strips[1]!, { output: 'drums' })],
    ['A send goes to a return that is not there', ({ strips }) => sendTo(strips, 'hall')],
    ['Two sends go to the same return', ({ strips }) => [1, 2].map(() => sendTo(strips, 'reverb'))],
    ['Automation moves a send that is not there', ({ strips }) => automate(strips, [point(0, -6)], 'sendDb')],
    ['A parameter is automated twice', ({ strips }) => [1, 2].map(() => automate(strips, [point(0, -6)]))],
    ['Automation points must follow one another', ({ strips }) => automate(strips, [point(9, -6), point(9, -3)])],
    ['Unrecognized key: "vocoder"', ({ strips }) => Object.assign(strips[0]!, { vocoder: { enabled: true } })],
  ])('%s: refused', (message, spoil) => {
    const recipe = defaultMixRecipe(48_000, stems);
    spoil(recipe);
    expect(mixRecipeSchema.safeParse(recipe).error?.issues[0]?.message).toContain(message);
  });

  test('fields that came later get their defaults', () => {
    const saved = JSON.parse(JSON.stringify(defaultMixRecipe(48_000, stems)));
    for (const later of [
      'gate',
      'deEsser',
      'transient',
      'saturation',
      'delaySamples',
      'width',
      'soloSafe',
      'output',
      'sends',
      'automation',
    ]) {
      delete saved.strips[0][later];
    }
    expect(migrateRecipe(saved)).toEqual(defaultMixRecipe(48_000, stems));
  });

  test('a rough mix is a recipe', () => {
    const activity = { activeRatio: 1, activeLufs: -20, crestDb: 18, spectralCentroidHz: 900 };
    const rough = roughMix(stems.map((stem) => ({ ...stem, channels: 2, activity })));
    const recipe = mixRecipeSchema.parse({ kind: 'mix', version: 2, sampleRate: 48_000, ...rough });
    expect(recipe).toEqual({ kind: 'mix', version: 2, sampleRate: 48_000, ...rough });
  });

  test('hands the engine its settings', () => {
    const recipe = defaultMixRecipe(48_000, stems);
    const settings = mixSettingsOf(recipe);
    expect(settings.strips.map((strip) => strip.id)).toEqual(['a', 'b']);
    expect(Object.keys(settings)).toEqual(['strips', 'groups', 'returns', 'bus']);
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
      'toneCurve',
      'dynamicEq',
      'multiband',
      'compressor',
      'saturation',
      'width',
      'driveDb',
      'limiter',
    ]);
  });
});

describe('what the first release saved', () => {
  test('a mix keeps its sound: sends and returns are wired as they were', () => {
    const recipe = migrateRecipe(mixVersion1);
    if (recipe.kind !== 'mix') throw new Error('The fixture is a mix.');
    expect(recipe).toMatchObject({ version: 2, sampleRate: 44_100, groups: [], reason: mixVersion1.reason });
    expect(recipe.strips.map(({ sends }) => sends)).toEqual([
      [],
      [
        { to: 'reverb', levelDb: -15, position: 'post' },
        { to: 'delay', levelDb: -18.5, position: 'post' },
      ],
      [],
    ]);
    const { enabled: _on, returnDb: reverbDb, ...reverb } = mixVersion1.reverb;
    const { enabled: _off, returnDb: delayDb, ...delay } = mixVersion1.delay;
    const eq = neutralEq();
    expect(recipe.returns).toEqual([
      { id: 'reverb', name: 'Reverb', eq, effect: { type: 'reverb', ...reverb }, levelDb: reverbDb, mute: false },
      { id: 'delay', name: 'Delay', eq, effect: { type: 'delay', ...delay }, levelDb: delayDb, mute: true },
    ]);
    expect(recipe.strips[1]).toMatchObject({ solo: true, soloSafe: false, output: null, automation: [], width: 1 });
    expect(recipe.strips[0]?.compressor.detector).toBe('peak');
    expect(recipe.bus).toEqual({ ...mixVersion1.bus, compressor: { ...mixVersion1.bus.compressor, stereoLink: 1 } });
    expect(migrateRecipe(recipe)).toEqual(recipe);
  });

  test('a master keeps everything, its gain in front of the chain, and gets the dither it always had', () => {
    const { toneCurve, dynamicEq, multiband, saturation, width } = defaultMasterRecipe();
    expect(migrateRecipe(masterVersion1)).toEqual({
      ...masterVersion1,
      eq: { ...masterVersion1.eq, phase: 'minimum' },
      toneCurve,
      dynamicEq,
      multiband,
      saturation,
      width,
      version: 2,
      driveDb: 0,
      dither: { shape: 'tpdf', seed: 1 },
    });
  });

  test('what was no recipe then is none now', () => {
    expect(() => migrateRecipe({ ...masterVersion1, inputGainDb: 99 })).toThrow();
    expect(() => migrateRecipe({ ...mixVersion1, strips: [...mixVersion1.strips, mixVersion1.strips[0]] })).toThrow();
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
    expect(() => migrateRecipe({ ...defaultMasterRecipe(), version: 3 })).toThrow();
  });

  test.each([
    ['a NaN gain', { inputGainDb: Number.NaN }],
    ['a gain beyond the bounds', { inputGainDb: 200 }],
    ['an unknown depth', { bitDepth: 20 }],
  ])('%s is refused', (_, change) => {
    expect(() => migrateRecipe({ ...defaultMasterRecipe(), ...change })).toThrow();
  });
});
