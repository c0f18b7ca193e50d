import { expect, test } from 'vitest';
import { type MonitorMode, monitorMatrix, monitorModes } from './monitor.ts';

const through = (mode: MonitorMode, left: number, right: number, dim = false): [number, number] => {
  const [ll, rl, lr, rr] = monitorMatrix(mode, dim);
  return [ll * left + rl * right, lr * left + rr * right];
};

test.each<[MonitorMode, [number, number]]>([
  ['stereo', [0.8, 0.2]],
  ['mono', [0.5, 0.5]],
  ['side', [0.3, 0.3]],
  ['left', [0.8, 0.8]],
  ['right', [0.2, 0.2]],
  ['swapped', [0.2, 0.8]],
  ['inverted', [0.8, -0.2]],
])('%s', (mode, [left, right]) => {
  const heard = through(mode, 0.8, 0.2);
  expect(heard[0]).toBeCloseTo(left, 12);
  expect(heard[1]).toBeCloseTo(right, 12);
});

test('what is in the middle keeps its level in mono and is gone in side', () => {
  expect(through('mono', 0.7, 0.7)).toEqual([0.7, 0.7]);
  expect(through('side', 0.7, 0.7)).toEqual([0, 0]);
});

test.each(monitorModes)('%s dimmed is 20 dB quieter', (mode) => {
  const [loud] = through(mode, 0.8, 0.2);
  expect(20 * Math.log10(Math.abs(through(mode, 0.8, 0.2, true)[0] / loud))).toBeCloseTo(-20, 9);
});
