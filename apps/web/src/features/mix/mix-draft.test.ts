import { defaultMixRecipe, type MixRecipe } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { followGround } from './mix-draft.ts';

const [kick, bass, voice] = ['kick', 'bass', 'voice'].map((name, index) => ({
  stemId: `00000000-0000-7000-8000-00000000000${index}`,
  name,
}));
const mixOf = (...stems: (typeof kick)[]): MixRecipe =>
  defaultMixRecipe(
    48_000,
    stems.map((stem) => stem!),
  );

test('an untouched draft starts from the new ground', () => {
  const start = mixOf(kick);
  const ground = mixOf(kick, bass);
  expect(followGround({ start, recipe: start }, ground)).toEqual({ start: ground, recipe: ground });
});

test('what somebody did is kept when stems come and go', () => {
  const start = mixOf(kick, bass);
  const recipe = { ...start, strips: start.strips.map((strip) => ({ ...strip, faderDb: -7 })) };
  const { recipe: after } = followGround({ start, recipe }, mixOf(bass, voice));
  expect(after.strips.map(({ name, faderDb }) => [name, faderDb])).toEqual([
    ['bass', -7],
    ['voice', 0],
  ]);
});

test('a draft that was printed as it is counts as untouched again', () => {
  const start = mixOf(kick);
  const recipe = { ...start, strips: start.strips.map((strip) => ({ ...strip, pan: 0.5 })) };
  const { kind, ...rest } = structuredClone(recipe);
  const reordered: MixRecipe = { ...rest, kind };
  const after = followGround({ start, recipe }, reordered);
  expect(after.recipe).toBe(after.start);
});
