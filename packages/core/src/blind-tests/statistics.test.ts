import { describe, expect, it } from 'vitest';
import { binomialTail, hitRateInterval, unevenness } from './statistics.ts';

describe('binomialTail', () => {
  // Counts of Pascal's triangle: exact.
  it.each([
    [12, 16, 2517 / 65536],
    [16, 16, 1 / 65536],
    [8, 16, 39203 / 65536],
    [0, 16, 1],
    [7, 8, 9 / 256],
    [5, 10, 638 / 1024],
    [9, 10, 11 / 1024],
  ])('%i of %i', (hits, trials, chance) => {
    expect(binomialTail(hits, trials)).toBeCloseTo(chance, 12);
  });

  // The least hits for p ≤ 0.05 (Meilgaard, Civille & Carr, Sensory Evaluation Techniques, table of the paired test).
  it.each([
    [8, 7],
    [10, 9],
    [12, 10],
    [16, 12],
    [20, 15],
    [24, 17],
    [32, 22],
  ])('of %i trials %i are the least that 5 % of guessers reach', (trials, hits) => {
    expect(binomialTail(hits, trials)).toBeLessThanOrEqual(0.05);
    expect(binomialTail(hits - 1, trials)).toBeGreaterThan(0.05);
  });

  it('knows other rates than a half', () => {
    expect(binomialTail(2, 3, 1 / 3)).toBeCloseTo(7 / 27, 12);
    expect(binomialTail(1, 5, 0)).toBe(0);
    expect(binomialTail(5, 5, 1)).toBe(1);
  });
});

describe('hitRateInterval', () => {
  // Clopper–Pearson as printed by R's binom.test.
  it.each([
    [5, 10, 0.1871, 0.8129],
    [12, 16, 0.4762, 0.9273],
    [0, 10, 0, 0.3085],
    [10, 10, 0.6915, 1],
    [1, 10, 0.0025, 0.445],
  ])('%i of %i', (hits, trials, low, high) => {
    const interval = hitRateInterval(hits, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});

describe('unevenness', () => {
  it.each([
    [[3, 1], 10 / 16],
    [[4, 0], 2 / 16],
    [[2, 2], 1],
    [[5, 0], 2 / 32],
    [[3, 0, 0], 3 / 27],
    [[1, 1, 1], 1],
    [[2, 1, 0], 21 / 27],
    [[4, 0, 0], 3 / 81],
  ])('%j', (votes, chance) => {
    expect(unevenness(votes)).toBeCloseTo(chance, 12);
  });

  it('is the two-sided binomial test for two choices', () => {
    for (let hits = 11; hits <= 20; hits += 1)
      expect(unevenness([hits, 20 - hits])).toBeCloseTo(2 * binomialTail(hits, 20), 12);
  });

  it('does not mind the order, and answers at once for the most voters and versions there can be', () => {
    expect(unevenness([1, 5, 2])).toBeCloseTo(unevenness([5, 2, 1]), 12);
    const before = performance.now();
    expect(unevenness([30, 0, 0, 0, 0, 0])).toBeLessThan(1e-20);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
