import { expect, test } from 'vitest';
import { factorOf, matchGains } from './gain-match.ts';

const version = (id: string, integratedLufs: number | null, truePeakDbtp: number | null) => ({
  id,
  integratedLufs,
  truePeakDbtp,
});

test('all matched versions come out equally loud', () => {
  const versions = [version('mix', -12.4, -1.2), version('rough', -18.1, -6), version('reference', -9.8, -0.1)];
  const { targetLufs, gainDb } = matchGains(versions);
  for (const { id, integratedLufs } of versions) expect(integratedLufs! + gainDb[id]!).toBeCloseTo(targetLufs!, 10);
});

test('no version passes the ceiling, however little headroom it has', () => {
  const versions = [version('quiet', -24, -2), version('loud', -8, 0.6)];
  const { gainDb, targetLufs } = matchGains(versions, { ceilingDbtp: -1 });
  for (const { id, truePeakDbtp } of versions) expect(truePeakDbtp! + gainDb[id]!).toBeLessThanOrEqual(-1 + 1e-9);
  expect(targetLufs).toBeCloseTo(-23, 10);
});

test('versions that are all loud are lowered no further than to the quietest', () => {
  const { gainDb } = matchGains([version('a', -9, -1.5), version('b', -10.5, -1.5)]);
  expect(gainDb['a']).toBeCloseTo(-1.5, 10);
  expect(gainDb['b']).toBeCloseTo(0, 10);
});

test('a version without a measure is left as it is and moves no other', () => {
  const { gainDb } = matchGains([version('a', -14, -3), version('silent', null, null)]);
  expect(gainDb).toEqual({ a: 0, silent: 0 });
  expect(matchGains([version('silent', null, null)]).targetLufs).toBeNull();
});

test('decibels become factors', () => {
  expect(factorOf(0)).toBe(1);
  expect(factorOf(-6.0206)).toBeCloseTo(0.5, 5);
});
