import { expect, test } from 'vitest';
import { parseRange } from './range.ts';

const etag = '"abc"';
const ask = (header: string | undefined, ifRange?: string, size = 1000) => parseRange(header, size, etag, ifRange);

test.each([
  ['bytes=0-1', { kind: 'part', start: 0, end: 1 }],
  ['bytes=0-', { kind: 'part', start: 0, end: 999 }],
  ['bytes=990-2000', { kind: 'part', start: 990, end: 999 }],
  ['bytes=-10', { kind: 'part', start: 990, end: 999 }],
  ['bytes=-5000', { kind: 'part', start: 0, end: 999 }],
  ['bytes=999-999', { kind: 'part', start: 999, end: 999 }],
  ['bytes=1000-', { kind: 'unsatisfiable' }],
  ['bytes=9007199254740993-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=5-3', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['bytes=a-b', { kind: 'whole' }],
  ['items=0-1', { kind: 'whole' }],
  ['bytes=99999999999999999999-', { kind: 'unsatisfiable' }],
  [`bytes=${'9'.repeat(400)}-`, { kind: 'unsatisfiable' }],
  ['bytes=990-99999999999999999999', { kind: 'part', start: 990, end: 999 }],
  ['bytes=-99999999999999999999', { kind: 'part', start: 0, end: 999 }],
  ['bytes=-00000000000000000000', { kind: 'unsatisfiable' }],
  [`bytes=${Array.from({ length: 1000 }, () => '0-').join(',')}`, { kind: 'whole' }],
  [undefined, { kind: 'whole' }],
])('%s', (header, answer) => {
  expect(ask(header)).toEqual(answer);
});

test('a stale If-Range gets the whole file', () => {
  expect(ask('bytes=0-1', '"old"')).toEqual({ kind: 'whole' });
  expect(ask('bytes=0-1', 'Wed, 21 Oct 2015 07:28:00 GMT')).toEqual({ kind: 'whole' });
  expect(ask('bytes=0-1', etag)).toEqual({ kind: 'part', start: 0, end: 1 });
});

test('an empty file has no range', () => {
  expect(ask('bytes=0-', undefined, 0)).toEqual({ kind: 'unsatisfiable' });
});
