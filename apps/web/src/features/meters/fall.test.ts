import { expect, test } from 'vitest';
import { fall } from './fall.ts';

test('a meter rises at once and falls slowly, out of silence and into it', () => {
  const shown = new Float32Array([-20, -20, Number.NEGATIVE_INFINITY]);
  fall(shown, new Float32Array([-10, -60, Number.NEGATIVE_INFINITY]), 12, 0.5);
  expect([...shown]).toEqual([-10, -26, Number.NEGATIVE_INFINITY]);
  fall(shown, new Float32Array([Number.NEGATIVE_INFINITY, -30, -40]), 12, 0.5);
  expect([...shown]).toEqual([-16, -30, -40]);
});
