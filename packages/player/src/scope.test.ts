import { expect, test } from 'vitest';
import { Scope } from './scope.ts';

test('undoes everything once, newest first', () => {
  const scope = new Scope();
  const undone: number[] = [];
  scope.add(() => undone.push(1));
  scope.add(() => undone.push(2));
  scope.dispose();
  scope.dispose();
  expect(undone).toEqual([2, 1]);
});

test('what comes after the end is undone at once', () => {
  const scope = new Scope();
  scope.dispose();
  let undone = false;
  scope.add(() => {
    undone = true;
  });
  expect(undone).toBe(true);
  expect(scope.signal().aborted).toBe(true);
});

test('listeners stop with the scope', () => {
  const scope = new Scope();
  const target = new EventTarget();
  let heard = 0;
  scope.listen(target, 'ping', () => {
    heard += 1;
  });
  target.dispatchEvent(new Event('ping'));
  scope.dispose();
  target.dispatchEvent(new Event('ping'));
  expect(heard).toBe(1);
});
