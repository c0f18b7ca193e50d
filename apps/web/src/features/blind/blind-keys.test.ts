import { expect, it } from 'vitest';
import type { KeyPress } from '../review/shortcuts.ts';
import { blindKeyOf } from './blind-keys.ts';

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  focus: 'page',
  ...over,
});
const letters = ['A', 'B', 'X'];

it.each([
  [press('x'), { kind: 'hear', letter: 'X' }],
  [press('3'), { kind: 'hear', letter: 'X' }],
  [press('1', { focus: 'button' }), { kind: 'hear', letter: 'A' }],
  [press('A', { shiftKey: true }), { kind: 'say', letter: 'A' }],
  [press(' '), { kind: 'transport', id: 'toggle' }],
  [press('L', { shiftKey: true }), { kind: 'transport', id: 'loop' }],
  [press('ArrowLeft'), { kind: 'transport', id: 'back-5' }],
  // Nothing that belongs to what is hidden.
  [press('c'), null],
  [press('g'), null],
  [press('4'), null],
  [press('a', { focus: 'typing' }), null],
  [press('a', { ctrlKey: true }), null],
])('%j', (key, expected) => {
  expect(blindKeyOf(key, letters)).toEqual(expected);
});

it('hears letters that are keys of something else in the review room', () => {
  expect(blindKeyOf(press('d'), ['A', 'B', 'C', 'D'])).toEqual({ kind: 'hear', letter: 'D' });
});
