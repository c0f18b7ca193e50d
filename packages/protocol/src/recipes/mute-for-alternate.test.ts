import { expect, test } from 'vitest';
import { defaultMasterRecipe } from './master.ts';
import { defaultMasterStem } from './master-stems.ts';
import { defaultMixRecipe } from './mix.ts';
import { muteMix, planAlternate } from './mute-for-alternate.ts';

const master = { ...defaultMasterRecipe(), driveDb: 0 };
const mixOf = (...names: string[]) =>
  defaultMixRecipe(
    48_000,
    names.map((name) => ({ stemId: name, name })),
  );
const whole = mixOf('Drums', 'Lead Vox', 'BGV');
const changed = (name: string, change: object) => ({
  ...whole,
  strips: whole.strips.map((strip) => (strip.name === name ? { ...strip, ...change } : strip)),
});

test('each alternate holds what belongs to it', () => {
  const heard = (kind: Parameters<typeof planAlternate>[1]) => planAlternate({ master, mix: whole }, kind).heard;
  expect(heard('instrumental')).toEqual(['Drums']);
  expect(heard('a_cappella')).toEqual(['Lead Vox', 'BGV']);
  expect(heard('tv')).toEqual(['Drums', 'BGV']);
  expect(heard('no_limiter')).toEqual(['Drums', 'Lead Vox', 'BGV']);
});

test('what the mix does not let be heard is in none', () => {
  const quiet = [
    changed('Drums', { mute: true }),
    changed('Drums', { faderDb: null, sends: [] }),
    changed('Lead Vox', { solo: true }),
  ];
  for (const mix of quiet) {
    expect(planAlternate({ master, mix }, 'instrumental').refusal?.code).toBe('alternate_silent');
  }
  const fadedIn = changed('Drums', {
    faderDb: null,
    automation: [{ parameter: 'faderDb', points: [{ atSample: 48_000, value: 0 }] }],
  });
  expect(planAlternate({ master, mix: fadedIn }, 'instrumental')).toMatchObject({ heard: ['Drums'], refusal: null });
  expect(planAlternate({ master, mix: whole, silent: new Set(['Drums']) }, 'instrumental').refusal?.message).toBe(
    'Instrumental would be silent: no stem that is heard belongs to it.',
  );
});

test('a role that was chosen stands above the name', () => {
  const roles = { 'Lead Vox': 'keys', BGV: 'keys' } as const;
  expect(planAlternate({ master, mix: whole, roles }, 'instrumental').refusal?.code).toBe('alternate_same');
  expect(planAlternate({ master, mix: whole, roles }, 'a_cappella').refusal?.code).toBe('alternate_silent');
});

test('a muted strip is not opened again by its automation', () => {
  const automation = [{ parameter: 'mute' as const, points: [{ atSample: 0, value: 0 as const }] }];
  const { recipe } = muteMix(changed('Lead Vox', { automation }), 'instrumental');
  expect(recipe.strips.map(({ mute, automation: lanes }) => [mute, lanes.length])).toEqual([
    [false, 0],
    [true, 0],
    [true, 0],
  ]);
});

test('of a stem master its stems are the parts', () => {
  const stems = ['Drums', 'Lead Vox'].map((name) => defaultMasterStem(name, name));
  expect(planAlternate({ master: { ...master, stems }, mix: null }, 'tv').heard).toEqual(['Drums']);
});
