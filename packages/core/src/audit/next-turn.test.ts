import { expect, test } from 'vitest';
import { nextTurn } from './next-turn.ts';

const now = new Date(1_000_000);
const inMs = (tries: number, lastInMs: number): number | null => {
  const at = nextTurn(now, { tries, lastAt: new Date(now.getTime() + lastInMs) });
  return at && at.getTime() - now.getTime();
};

test.each([
  ['the first fifty come at once', 49, 0, 0],
  ['the next a second apart', 50, 0, 1000],
  ['one whose turn has passed already comes at once', 50, -1000, 0],
  ['later ones farther apart', 120, 3000, 5000],
  ['but never more than ten seconds', 5000, 0, 10_000],
  ['who would wait longer is to come back', 50, 9001, null],
])('%s', (_what, tries, lastInMs, waits) => {
  expect(inMs(tries, lastInMs)).toBe(waits);
});
