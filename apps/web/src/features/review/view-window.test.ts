import { expect, test } from 'vitest';
import { momentAt, placeIn, rulerMoments } from './view-window.ts';

test('a place in the window and the moment there are each other', () => {
  const view = { start: 10, end: 30 };
  expect(placeIn(view, 15)).toBe(0.25);
  expect(momentAt(view, placeIn(view, 17.5))).toBe(17.5);
  expect(placeIn(view, 5)).toBeLessThan(0);
  expect(placeIn({ start: 0, end: 0 }, 5)).toBe(0);
});

test('the ruler has round moments and never too many', () => {
  expect(rulerMoments({ start: 0, end: 222 }, 8)).toEqual([0, 30, 60, 90, 120, 150, 180, 210]);
  expect(rulerMoments({ start: 61.2, end: 63.1 }, 8)).toEqual([61.25, 61.5, 61.75, 62, 62.25, 62.5, 62.75, 63]);
  for (const end of [0.3, 7, 95, 3600, 50_000]) expect(rulerMoments({ start: 0, end }, 10).length).toBeLessThan(12);
  expect(rulerMoments({ start: 0, end: 0 }, 10)).toEqual([]);
});
