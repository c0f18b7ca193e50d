import { expect, test } from 'vitest';
import { startTimes } from './start-times.ts';

const rates = [44_100, 48_000, 88_200, 96_000, 192_000];

test.each(rates)(
  'at %i Hz a span begins in its frame, never before it, and later by a rounding error at most',
  (rate) => {
    let least = 0;
    let mostUlps = 0;
    let wouldBeBefore = 0;
    // Ten hours, in steps that share no factor with a rate.
    for (let atFrame = 1; atFrame < 36_000 * rate; atFrame += 172_801) {
      const [when] = startTimes({ piece: 0, atFrame, offset: 0, frames: 1 }, rate);
      const beyond = when * rate - atFrame;
      least = Math.min(least, beyond);
      mostUlps = Math.max(mostUlps, beyond / (atFrame * Number.EPSILON));
      if ((atFrame / rate) * rate < atFrame) wouldBeBefore += 1;
    }
    expect(least).toBe(0);
    expect(mostUlps).toBeLessThanOrEqual(1);
    expect(wouldBeBefore).toBeGreaterThan(0);
  },
);

test.each(rates)(
  'at %i Hz a span ends with its last frame, whether its length is rounded up or to the nearest',
  (rate) => {
    const wrong: number[] = [];
    for (let frames = 1; frames < 20_000; frames += 1) {
      const [, offset, duration] = startTimes({ piece: 0, atFrame: 0, offset: frames, frames }, rate);
      const sounding = duration * rate;
      if (Math.ceil(sounding) !== frames || Math.round(sounding) !== frames || Math.round(offset * rate) !== frames)
        wrong.push(frames);
    }
    expect(wrong).toEqual([]);
  },
);
