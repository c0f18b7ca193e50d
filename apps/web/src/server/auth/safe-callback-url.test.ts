import { expect, test } from 'vitest';
import { safeCallbackUrl } from './safe-callback-url.ts';

const base = 'https://mix.example';

// `https:evil.example` is a path of ours to a browser that reads it against the base, and is answered as one.
test.each(['/songs/1?v=2', 'https://mix.example/projects/3', 'https:evil.example'])('%s is ours', (url) => {
  expect(safeCallbackUrl(url, base)).toBe(new URL(url, base).href);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'https://mix.example.evil.example/',
  'https://user@mix.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\t/evil.example',
  '\u0000//evil.example',
  'http://mix.example/',
])('%s ends on the start page', (url) => {
  expect(safeCallbackUrl(url, base)).toBe(base);
});
