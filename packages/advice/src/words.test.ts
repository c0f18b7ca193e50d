import { describe, expect, it } from 'vitest';
import { list, placesText, timeText } from './words.ts';

describe('words', () => {
  it('writes times as minutes, seconds and tenths, carrying over', () => {
    expect([0, 63.2, 59.96, 3600.04].map(timeText)).toEqual(['0:00.0', '1:03.2', '1:00.0', '60:00.0']);
  });

  it('counts places it does not name', () => {
    expect(placesText([1])).toBe('at 0:01.0');
    expect(placesText([1, 2])).toBe('at 0:01.0 and 0:02.0');
    expect(placesText([1, 2, 3])).toBe('at 0:01.0, 0:02.0 and 1 more place');
    expect(placesText([1, 2], 40)).toBe('at 0:01.0, 0:02.0 and 38 more places');
  });

  it('ends long lists in a number', () => {
    expect(list(['a'])).toBe('a');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(list(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  });
});
