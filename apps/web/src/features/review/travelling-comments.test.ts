import type { ComparisonResult } from '@sweetspot/protocol/comparisons';
import type { CommentView, VersionView } from '@sweetspot/protocol/views';
import { expect, test } from 'vitest';
import { type KnownComments, showComments } from './travelling-comments.ts';

const version = (id: string, kind: VersionView['kind'], number: number, sampleRate = 48_000) =>
  ({
    id,
    kind,
    number,
    label: `${kind} ${number}`,
    createdAt: new Date(2026, 0, 1, 0, kind === 'rough' ? number : 10 + number),
    file: { state: 'ready', sampleRate },
  }) as VersionView;
const rough = version('rough-1', 'rough', 1);
const mix1 = version('mix-1', 'mix', 1);
const mix2 = version('mix-2', 'mix', 2, 44_100);
const master = version('master-1', 'master', 1);
const versions = [master, mix2, mix1, rough];

const comment = (id: string, versionId: string, change: Partial<CommentView> = {}): CommentView => ({
  id,
  songId: 'song',
  versionId,
  parentId: null,
  author: { kind: 'user', id: 'mira', name: 'Mira Kask', pictureUrl: null },
  body: id,
  startSample: 480_000,
  endSample: null,
  status: 'open',
  addressedInId: null,
  visibility: 'everyone',
  createdAt: new Date('2026-11-01T10:00:00Z'),
  editedAt: null,
  permissions: [],
  replies: [],
  ...change,
});
const result = (change: Partial<ComparisonResult>): ComparisonResult => ({
  verdict: 'same',
  sentence: '',
  sampleRate: 44_100,
  spans: [{ fromSample: 0, toSample: 44_100 * 100, shiftSamples: 0 }],
  gainDb: 0,
  polarityInverted: false,
  changes: [],
  curve: { everySeconds: 0.5, relativeDb: [] },
  ...change,
});
const louderAt10s = { fromSample: 441_000, toSample: 485_100, gainDb: 1.2, residualDb: -40, bands: [] };
const show = (list: CommentView[], at = mix2, comparisons: Record<string, ComparisonResult> = {}) =>
  showComments(list, { version: at, versions, comparisons: new Map(Object.entries(comparisons)) }, new WeakMap());

test('what waits on earlier versions comes along; what is settled, and what belongs to others, stays', () => {
  const list = [
    comment('on the rough', 'rough-1'),
    comment('done', 'mix-1', { status: 'addressed' }),
    comment('settled', 'mix-1', { status: 'verified' }),
    comment('own and settled', 'mix-2', { status: 'verified' }),
    comment('on the master', 'master-1'),
  ];
  expect(show(list).map(({ id }) => id)).toEqual(['on the rough', 'done', 'own and settled']);
  expect(show(list, mix1).map(({ id }) => id)).toEqual(['on the rough', 'done', 'settled']);
  expect(show(list, master).map(({ id }) => id)).toEqual(['on the master']);
});

test('its place is where the sound went, in samples of the version in sight', () => {
  const cut = result({ spans: [{ fromSample: 44_100 * 8, toSample: 44_100 * 100, shiftSamples: -44_100 * 8 }] });
  const [point, range, early] = show(
    [
      comment('point', 'mix-1'),
      comment('range', 'mix-1', { endSample: 576_000 }),
      comment('early', 'mix-1', { startSample: 0 }),
    ],
    mix2,
    { 'mix-2': cut },
  );
  expect(point).toMatchObject({ startSample: 88_200, endSample: null });
  expect(point!.travelled).toMatchObject({ fromLabel: 'mix 1', startSample: 480_000, shownInId: 'mix-2' });
  expect(range).toMatchObject({ startSample: 88_200, endSample: 176_400 });
  expect(early).toMatchObject({ startSample: null, travelled: { change: { text: 'Cut out since' } } });
});

test('each says whether the sound there changed, once that is known', () => {
  const told = (comparison?: ComparisonResult) =>
    show([comment('here', 'mix-1')], mix2, comparison ? { 'mix-2': comparison } : {})[0]!.travelled!.change?.text;
  expect(told()).toBeUndefined();
  expect(told(result({}))).toBe('No change here');
  expect(told(result({ verdict: 'changed', changes: [louderAt10s] }))).toBe('Changed here: +1.2 dB');
  const toned = { ...louderAt10s, gainDb: null, bands: ['mid' as const, 'air' as const] };
  expect(told(result({ verdict: 'changed', changes: [toned] }))).toBe('Changed here: mids, air');
  const throughout = (db: number) =>
    told(result({ verdict: 'processed', curve: { everySeconds: 5, relativeDb: [-3, -3, db, -3] } }));
  expect(throughout(-8)).toBe('Changed much here');
  expect(throughout(-20)).toBe('Changed here');
  expect(throughout(-45)).toBe('Hardly changed here');
  expect(throughout(-80)).toBe('No change here');
  expect(told(result({ verdict: 'unrelated', spans: [] }))).toBeUndefined();
});

test('threads of which nothing changed stay the same objects', () => {
  const list = [comment('own', 'mix-2'), comment('travelled', 'mix-1')];
  const known: KnownComments = new WeakMap();
  const travel = { version: mix2, versions, comparisons: new Map() };
  const before = showComments(list, travel, known);
  const after = showComments([...list, comment('new', 'mix-2')], travel, known);
  expect(after.slice(0, 2).every((one, at) => one === before[at])).toBe(true);
  expect(before[0]).toBe(list[0]);
});
