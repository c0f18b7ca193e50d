import { expect, test } from 'vitest';
import { versionBefore } from './version-before.ts';

const version = (kind: 'rough' | 'mix' | 'master', number: number, minute: number) => ({
  kind,
  number,
  createdAt: new Date(2026, 1, 1, 12, minute),
});
const [rough1, rough2, mix1, rough3, mix3, master1] = [
  version('rough', 1, 0),
  version('rough', 2, 1),
  version('mix', 1, 2),
  version('rough', 3, 3),
  version('mix', 3, 4),
  version('master', 1, 5),
];
const all = [rough1, rough2, mix1, rough3, mix3, master1];

test('a version follows the one before it of its kind, whose number may be missing', () => {
  expect(versionBefore(mix3, all)).toBe(mix1);
  expect(versionBefore(rough3, all)).toBe(rough2);
  expect(versionBefore(rough1, all)).toBeNull();
});

test('the first mix follows the latest rough that was there; the first master nothing', () => {
  expect(versionBefore(mix1, all)).toBe(rough2);
  expect(versionBefore(mix3, [mix3, rough1])).toBe(rough1);
  expect(versionBefore(master1, all)).toBeNull();
});
