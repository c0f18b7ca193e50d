import { expect, test } from 'vitest';
import { dayHeading } from './day-heading.ts';

const now = new Date(2026, 10, 12, 0, 30);

test.each([
  [new Date(2026, 10, 12, 0, 10), 'Today'],
  [new Date(2026, 10, 11, 23, 59), 'Yesterday'],
  [new Date(2026, 10, 10, 23, 59), '10 Nov'],
  [new Date(2025, 10, 12, 0, 30), '12 Nov 2025'],
])('%s is %s', (date, heading) => {
  expect(dayHeading(date, now)).toBe(heading);
});
