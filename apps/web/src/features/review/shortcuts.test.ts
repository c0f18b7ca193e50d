import { describe, expect, test } from 'vitest';
import { type KeyPress, shortcutOf } from './shortcuts.ts';

const press = (key: string, change: Partial<KeyPress> = {}) =>
  shortcutOf({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, focus: 'page', ...change });

test('keys do what the list says', () => {
  expect(press(' ')).toEqual({ id: 'toggle' });
  expect(press('k')).toEqual({ id: 'toggle' });
  expect(press('ArrowLeft')).toEqual({ id: 'back-5' });
  expect(press('ArrowRight', { shiftKey: true })).toEqual({ id: 'forward-1' });
  expect(press('C', { shiftKey: true })).toEqual({ id: 'range' });
  expect(press('L', { shiftKey: true })).toEqual({ id: 'loop' });
  expect(press('ArrowLeft', { altKey: true })).toEqual({ id: 'back-tenth' });
  expect(press('M', { shiftKey: true })).toEqual({ id: 'mono' });
  expect(press('m')).toEqual({ id: 'meters' });
  expect(press('x')).toEqual({ id: 'last-two' });
  expect(press('3')).toEqual({ id: 'version', index: 2 });
  expect(press('?', { shiftKey: true })).toEqual({ id: 'help' });
});

test('capitals by caps lock are the same keys', () => {
  expect(press('C')).toEqual({ id: 'comment' });
});

describe('keys that belong to someone else are left alone', () => {
  test.each(['k', 'c', '3', ' ', '?', 'ArrowLeft'])('%s while typing', (key) => {
    expect(press(key, { focus: 'typing' })).toBeNull();
  });
  test.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }])('C with %o', (modifier) => {
    expect(press('c', modifier)).toBeNull();
  });
  test('Space on a button presses the button', () => {
    expect(press(' ', { focus: 'button' })).toBeNull();
    expect(press('k', { focus: 'button' })).toEqual({ id: 'toggle' });
  });
  test('arrows on a slider move the slider', () => {
    expect(press('ArrowLeft', { focus: 'widget' })).toBeNull();
  });
  test('other keys', () => {
    expect(press('Enter')).toBeNull();
    expect(press('F5')).toBeNull();
    expect(press('0')).toBeNull();
  });
});
