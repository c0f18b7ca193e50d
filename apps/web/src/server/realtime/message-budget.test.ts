import { expect, test } from 'vitest';
import { createMessageBudget } from './message-budget.ts';

function countIn(seconds: number, perSecond: number) {
  let now = 0;
  const budget = createMessageBudget(() => now);
  let taken = 0;
  for (let sent = 0; sent < seconds * perSecond; sent += 1) {
    now = (sent * 1000) / perSecond;
    if (budget.take() === 'ok') taken += 1;
  }
  return { taken, budget };
}

test('ten messages a second pass for ever', () => {
  const { taken, budget } = countIn(120, 10);
  expect(taken).toBe(1200);
  expect(budget.isExhausted()).toBe(false);
});

test('a thousand a second are held to the rate, and the patience ends', () => {
  const { taken, budget } = countIn(2, 1000);
  expect(taken).toBeGreaterThan(100);
  expect(taken).toBeLessThan(125);
  expect(budget.isExhausted()).toBe(true);
});
