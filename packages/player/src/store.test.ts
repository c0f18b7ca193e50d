import { expect, test } from 'vitest';
import { Store } from './store.ts';

test('listeners hear of changes, and only of changes', () => {
  const store = new Store({ state: 'idle', position: 0 });
  const seen: string[] = [];
  const stop = store.subscribe(() => seen.push(store.getSnapshot().state));
  store.update({ state: 'playing' });
  store.update({ state: 'playing' });
  stop();
  store.update({ state: 'paused' });
  expect(seen).toEqual(['playing']);
});

test('a snapshot stays the same object until something changes', () => {
  const store = new Store({ state: 'idle' });
  const before = store.getSnapshot();
  store.update({ state: 'idle' });
  expect(store.getSnapshot()).toBe(before);
});
