import { expect, test } from 'vitest';
import { fadeCurve } from './crossfade.ts';

test('equal power: the powers of both directions add up to one', () => {
  const [into, out] = [fadeCurve('equal-power', 'in'), fadeCurve('equal-power', 'out')];
  into.forEach((gain, n) => {
    expect(gain ** 2 + out[n]! ** 2).toBeCloseTo(1, 6);
  });
});

test('equal gain: the gains of both directions add up to one, so the same sound goes through unchanged', () => {
  const [into, out] = [fadeCurve('equal-gain', 'in'), fadeCurve('equal-gain', 'out')];
  into.forEach((gain, n) => {
    expect(gain + out[n]!).toBeCloseTo(1, 6);
  });
});

test('a fade begins and ends exactly at silence and at full level', () => {
  for (const shape of ['equal-power', 'equal-gain'] as const) {
    const curve = fadeCurve(shape, 'in', 33);
    expect(curve[0]).toBe(0);
    expect(curve[32]).toBe(1);
  }
});
