import { expect, test } from 'vitest';
import { addSample, bytesPerSecond, noRate, secondsLeft, type TransferRate } from './transfer-rate.ts';

const steady = (seconds: number, perSecond: number): TransferRate => {
  let rate = noRate;
  for (let tick = 0; tick <= seconds * 10; tick += 1) rate = addSample(rate, tick * 100, (tick * perSecond) / 10);
  return rate;
};

test('a steady transfer shows its rate and the time left', () => {
  const rate = steady(20, 1_000_000);
  expect(bytesPerSecond(rate)).toBeCloseTo(1_000_000, 3);
  expect(secondsLeft(rate, 50_000_000)).toBeCloseTo(30, 3);
});

test('nothing is said from the first half second', () => {
  expect(bytesPerSecond(addSample(addSample(noRate, 0, 0), 400, 5000))).toBeNull();
});

test('a stop is seen after the window', () => {
  const rate = addSample(steady(20, 1000), 40_000, 20_000);
  expect(bytesPerSecond(rate)).toBeLessThan(400);
});

test('going back to an earlier offset starts over', () => {
  const rate = addSample(steady(20, 1000), 20_100, 500);
  expect(rate.samples).toHaveLength(1);
});

test('the window does not grow', () => {
  expect(steady(600, 10).samples.length).toBeLessThan(90);
});
