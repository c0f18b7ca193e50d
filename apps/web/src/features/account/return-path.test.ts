import { expect, test } from 'vitest';
import { returnPath, withReturnPath } from './return-path.ts';

test('a path of this installation is kept', () => {
  expect(returnPath('/songs/1?v=2&t=3')).toBe('/songs/1?v=2&t=3');
});

test.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  '/songs/%2e%2e/..//evil.example',
  'songs',
  '/a b',
])('%j leads to the start page', (given) => {
  expect(returnPath(given)).toBe('/');
});

test('the way back survives the detour over another page', () => {
  const page = withReturnPath('/register', '/invite/abc?x=1');
  expect(returnPath(new URL(page, 'http://localhost').searchParams.get('callbackUrl') ?? '')).toBe('/invite/abc?x=1');
  expect(withReturnPath('/register', '/')).toBe('/register');
});
