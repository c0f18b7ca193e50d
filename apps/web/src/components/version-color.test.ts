import { expect, test } from 'vitest';
import { versionColor } from './version-color.ts';

test('a version keeps its colour, and its neighbours have others', () => {
  const mixes = [1, 2, 3, 4, 5, 6, 7].map((number) => versionColor({ kind: 'mix', number }));
  expect(mixes[0]).toBe('var(--v1)');
  expect(mixes[6]).toBe(mixes[0]);
  for (let index = 1; index < mixes.length; index += 1) expect(mixes[index]).not.toBe(mixes[index - 1]);
});

test('roughs and references look like what they are, whatever their number', () => {
  expect(versionColor({ kind: 'rough', number: 3 })).toBe(versionColor({ kind: 'rough', number: 1 }));
  expect(versionColor({ kind: 'reference', number: 2 })).not.toBe(versionColor({ kind: 'rough', number: 2 }));
});
