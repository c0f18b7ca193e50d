import { expect, it } from 'vitest';
import { blindTag, isXA, lettersOf, newSeed, shuffled, sidesOf } from './blind-order.ts';

const seed = 'a1'.repeat(32);

it('draws the same order again from the same seed, and others from others', () => {
  const versionIds = ['one', 'two', 'three', 'four', 'five', 'six'];
  const order = lettersOf({ seed, versionIds }, { id: 'ada' });
  expect(lettersOf({ seed, versionIds }, { id: 'ada' })).toEqual(order);
  expect([...order].sort()).toEqual([...versionIds].sort());
  expect(lettersOf({ seed, versionIds }, { id: 'ben' })).not.toEqual(order);
  expect(newSeed()).toMatch(/^[0-9a-f]{64}$/);
  expect(newSeed()).not.toBe(newSeed());
  expect(blindTag(seed, 'a', '00000.flac')).not.toBe(blindTag(seed, 'b', '00000.flac'));
});

it('gives every order the same chance', () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 6_000; n += 1) {
    const order = shuffled(seed, `draw ${n}`, ['a', 'b', 'c']).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // χ² with 5 degrees of freedom: 20.5 is passed once in a thousand seeds; this seed is fixed.
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
  expect(chiSquared).toBeLessThan(20.5);
});

it('tosses X anew in every trial and in every test', () => {
  const heads = Array.from({ length: 10_000 }, (_, trial) => isXA({ seed }, trial));
  const isA = heads.filter(Boolean).length;
  expect(Math.abs(isA - 5_000)).toBeLessThan(165); // 3.3 σ
  const repeats = heads.filter((head, trial) => trial > 0 && head === heads[trial - 1]).length;
  expect(Math.abs(repeats - 5_000)).toBeLessThan(165);
  const firsts = Array.from({ length: 64 }, () => sidesOf({ seed: newSeed(), versionIds: ['one', 'two'] })[0]);
  expect(new Set(firsts)).toEqual(new Set(['one', 'two']));
});
