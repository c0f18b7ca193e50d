import { describe, expect, test } from 'vitest';
import { fitBalance } from './fit-balance.ts';

const noise = (seed: number, length = 4000) => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  });
};
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const balance = (signals: Float64Array[], target: Float64Array) =>
  fitBalance(
    signals.map((a) => Float64Array.from(signals, (b) => dot(a, b))),
    signals.map((a) => dot(a, target)),
    dot(target, target),
  );
const mixOf = (signals: Float64Array[], gains: number[]) =>
  signals[0]!.map((_, at) => signals.reduce((sum, signal, index) => sum + gains[index]! * signal[at]!, 0));

describe('fitBalance', () => {
  const signals = [noise(1), noise(2), noise(3)];

  test('finds the levels of a mix, one turned over and one left out', () => {
    const { gains, residual } = balance(signals, mixOf(signals, [0.5, -2, 0]));
    expect(gains[0]).toBeCloseTo(0.5, 6);
    expect(gains[1]).toBeCloseTo(-2, 6);
    expect(gains[2]).toBeCloseTo(0, 6);
    expect(10 * Math.log10(residual + 1e-300)).toBeLessThan(-80);
  });

  test('says how much is something else', () => {
    const target = mixOf([...signals, noise(4)], [1, 1, 1, 1]);
    expect(balance(signals, target).residual).toBeCloseTo(0.25, 1);
  });

  test('shares between equal signals and survives silent ones', () => {
    const { gains, residual } = balance([signals[0]!, signals[0]!, new Float64Array(4000)], signals[0]!);
    expect(gains[0]! + gains[1]!).toBeCloseTo(1, 4);
    expect(residual).toBeLessThan(1e-6);
    expect(balance([new Float64Array(4000)], signals[0]!)).toEqual({ gains: [0], residual: 1 });
  });
});
