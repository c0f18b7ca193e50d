import { describe, expect, test } from 'vitest';
import { endFrame, piecesAhead, positionAt, type Run, type Span, spanAt } from './timeline.ts';

const piece = 1000;
const run = (change: Partial<Run> = {}): Run => ({ atFrame: 500, position: 0, loop: null, length: 10_000, ...change });

function spansOf(of: Run, frames: number): Span[] {
  const spans: Span[] = [];
  for (let at = of.atFrame; at < of.atFrame + frames; ) {
    const span = spanAt(of, at, piece);
    if (!span) break;
    spans.push(span);
    at += span.frames;
  }
  return spans;
}

/** The position that sounds in every frame of the spans. */
const heard = (spans: Span[]): number[] =>
  spans.flatMap((span) => Array.from({ length: span.frames }, (_, n) => span.piece * piece + span.offset + n));

describe('without a loop', () => {
  test('a run goes straight to its end', () => {
    expect(positionAt(run(), 500)).toBe(0);
    expect(positionAt(run(), 3700)).toBe(3200);
    expect(positionAt(run(), 20_000)).toBe(10_000);
    expect(positionAt(run(), 0)).toBe(0);
    expect(endFrame(run({ position: 4000 }))).toBe(6500);
  });

  test('spans are cut at pieces and follow each other without gap or overlap', () => {
    const spans = spansOf(run({ position: 1250, length: 3400 }), 99_999);
    expect(spans.map(({ piece: index, offset, frames, atFrame }) => [index, offset, frames, atFrame])).toEqual([
      [1, 250, 750, 500],
      [2, 0, 1000, 1250],
      [3, 0, 400, 2250],
    ]);
    expect(spanAt(run({ position: 1250, length: 3400 }), 2650, piece)).toBeNull();
  });

  test('a run at its end has nothing to play', () => {
    expect(spanAt(run({ position: 10_000 }), 500, piece)).toBeNull();
  });
});

describe('with a loop', () => {
  const looped = run({ position: 1800, loop: { start: 900, end: 2100 } });

  test('every frame of many rounds is the next one of the loop', () => {
    const frames = 5000;
    const positions = heard(spansOf(looped, frames)).slice(0, frames);
    expect(positions).toHaveLength(frames);
    positions.forEach((position, n) => {
      const expected = n < 300 ? 1800 + n : 900 + ((n - 300) % 1200);
      if (position !== expected) expect.fail(`frame ${n} is ${position}, not ${expected}`);
      if (positionAt(looped, 500 + n) !== expected) expect.fail(`the clock disagrees at frame ${n}`);
    });
  });

  test('it never ends', () => {
    expect(endFrame(looped)).toBeNull();
  });

  test('a run that starts behind the loop plays on to the end', () => {
    const behind = run({ position: 2100, loop: { start: 900, end: 2100 } });
    expect(positionAt(behind, 500 + 4000)).toBe(6100);
    expect(endFrame(behind)).toBe(500 + 7900);
  });

  test('a run that starts before the loop enters it', () => {
    const before = run({ position: 100, loop: { start: 900, end: 2100 } });
    expect(positionAt(before, 500 + 1999)).toBe(2099);
    expect(positionAt(before, 500 + 2000)).toBe(900);
  });

  test('a loop that reaches beyond a shorter version is none', () => {
    expect(positionAt(run({ length: 2000, loop: { start: 900, end: 2100 } }), 9999)).toBe(2000);
  });
});

test('pieces ahead come in the order they sound, each once', () => {
  const looped = run({ position: 2900, loop: { start: 900, end: 3100 } });
  expect(piecesAhead(looped, 500, 10_000, piece)).toEqual([2, 3, 0, 1]);
  expect(piecesAhead(run({ position: 2900 }), 500, 1200, piece)).toEqual([2, 3, 4]);
});
